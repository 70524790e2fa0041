/**
 * `lightning/platformResourceLoader` as components inside the membrane get it: a script runs in their own
 * realm, as Lightning Web Security has it, and what it defines is a global there only.
 */
import { appendAndWait, loadOnce } from '../support/resourceLoader.js';
import { evaluateScript } from './sandbox.js';

/** `loadScript(component, url): Promise<void>` */
export const loadScript = loadOnce(evaluateScript);

/** `loadStyle(component, url): Promise<void>` */
export const loadStyle = loadOnce((href) =>
    appendAndWait(Object.assign(document.createElement('link'), { rel: 'stylesheet', href })),
);
