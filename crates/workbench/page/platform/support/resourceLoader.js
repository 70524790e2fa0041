/**
 * What both resource loaders share: the checks of their arguments, and that a resource is loaded once.
 */
import { LightningElement } from 'lwc';

/**
 * @param {(url: string) => Promise<void>} load loads it for the first time
 * @returns {(component: LightningElement, url: string) => Promise<void>}
 */
export function loadOnce(load) {
    /** @type {Map<string, Promise<void>>} by address */
    const loading = new Map();
    return (component, url) => {
        if (!(component instanceof LightningElement)) {
            throw new TypeError(
                'The first argument of loadScript and loadStyle is the component: loadScript(this, url).',
            );
        }
        if (typeof url !== 'string' || !url) {
            throw new TypeError(
                'The second argument of loadScript and loadStyle is the address of a static resource.',
            );
        }
        if (!loading.has(url)) loading.set(url, load(url));
        return loading.get(url);
    };
}

/**
 * Adds an element that loads something and waits for it.
 * @param {HTMLScriptElement | HTMLLinkElement} element
 * @returns {Promise<void>} rejects with the error event's message, as the platform does
 */
export function appendAndWait(element) {
    return new Promise((resolve, reject) => {
        element.addEventListener('load', () => resolve());
        element.addEventListener('error', (event) => reject(event.message));
        document.head.append(element);
    });
}
