/**
 * Stand-in for `lightning/platformResourceLoader`.
 *
 * As on the platform: the first argument is the component; a resource is loaded once per page however
 * often it is asked for; a failure rejects with the error event's message, which for a script that cannot
 * be fetched is `undefined`.
 *
 * Not here: the `trustedMode` configuration, and the sandbox that Lightning Web Security runs scripts in (the
 * membrane page has one).
 */
import { appendAndWait, loadOnce } from '../support/resourceLoader.js';

/** `loadScript(component, url): Promise<void>` */
export const loadScript = loadOnce((src) =>
    appendAndWait(Object.assign(document.createElement('script'), { src })),
);

/** `loadStyle(component, url): Promise<void>` */
export const loadStyle = loadOnce((href) =>
    appendAndWait(Object.assign(document.createElement('link'), { rel: 'stylesheet', href })),
);
