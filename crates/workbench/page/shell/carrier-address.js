/**
 * Gives the carrier's hard-coded addresses their local meaning, before anything else is loaded: signalling to
 * `wss://voice-js.*.twilio.com` goes to this page's host, and so do the insights posts to `eventgw*.twilio.com`.
 * Everything else is left as it is.
 *
 * A page opened with `?carrier=direct` patches nothing; the browser's own name resolution then has to find the carrier.
 */
(function mapCarrierAddresses() {
    'use strict';
    const page = window.location;
    if (new URLSearchParams(page.search).get('carrier') === 'direct') return;

    const SIGNALLING = /^voice-js(\.[a-z0-9-]+){1,2}\.twilio\.com$/;
    const INSIGHTS = /^eventgw(\.[a-z0-9-]+)?\.twilio\.com$/;

    /** @param {string | URL} address @returns {string | URL} the local address, or the same where it is none of the carrier's */
    function local(address) {
        let url;
        try {
            url = new URL(address, page.href);
        } catch {
            return address; // The browser's own error is the right one.
        }
        if (url.protocol === 'wss:' && SIGNALLING.test(url.hostname)) {
            const scheme = page.protocol === 'https:' ? 'wss:' : 'ws:';
            return `${scheme}//${page.host}${url.pathname}${url.search}`;
        }
        if (url.protocol === 'https:' && INSIGHTS.test(url.hostname)) {
            return `${page.origin}${url.pathname}${url.search}`;
        }
        return address;
    }

    const NativeWebSocket = window.WebSocket;
    window.WebSocket = class WebSocket extends NativeWebSocket {
        constructor(address, ...protocols) {
            super(local(address), ...protocols);
        }
    };

    const nativeFetch = window.fetch;
    window.fetch = function fetch(resource, options) {
        const isAddress = typeof resource === 'string' || resource instanceof URL;
        return nativeFetch.call(this ?? window, isAddress ? local(resource) : resource, options);
    };
})();
