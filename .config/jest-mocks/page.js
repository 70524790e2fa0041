/** A page with one component, and what a person does with it. */
import { createElement } from 'lwc';

/** @returns the element, in the page */
export function mount(is, properties = {}, name = 'c-tested') {
    const element = createElement(name, { is });
    Object.assign(element, properties);
    document.body.append(element);
    return element;
}

/** Waits until everything that was begun, rendering included, has happened; works with fake timers too. */
export async function settled() {
    for (let turn = 0; turn < 10; turn += 1) {
        // eslint-disable-next-line no-await-in-loop
        await Promise.resolve();
    }
}

/** The first element in the component, or below one of its children, that matches. */
export function find(element, selector) {
    const root = element.shadowRoot;
    const here = root.querySelector(selector);
    if (here) {
        return here;
    }
    for (const child of root.querySelectorAll('*')) {
        const below = child.shadowRoot && find(child, selector);
        if (below) {
            return below;
        }
    }
    return null;
}

/** The base component button with this label; base components have no inside in jest. */
export function button(element, label) {
    return findAll(element, 'lightning-button, lightning-button-icon').find(
        (each) => each.label === label || each.alternativeText === label,
    );
}

/** All elements in the component and below its children that match. */
export function findAll(element, selector) {
    const root = element.shadowRoot;
    const below = [...root.querySelectorAll('*')].flatMap((child) =>
        child.shadowRoot ? findAll(child, selector) : [],
    );
    return [...root.querySelectorAll(selector), ...below];
}

/** Texts of the alerts that say something. */
export function alerts(element) {
    return findAll(element, '[role="alert"]')
        .map((alert) => alert.textContent.trim())
        .filter((text) => text !== '');
}

/** Types a text into a field in place of what is there. */
export function type(field, text) {
    field.value = text;
    field.dispatchEvent(new CustomEvent('input', { bubbles: true, composed: true }));
}

/** @returns the event, to see whether its default was prevented */
export function press(target, key, options = {}) {
    const event = new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        composed: true,
        cancelable: true,
        ...options,
    });
    target.dispatchEvent(event);
    return event;
}

/** @returns {object[]} details of the events of this name that the element fires from now on */
export function heard(element, name) {
    const details = [];
    element.addEventListener(name, (event) => details.push(event.detail));
    return details;
}
