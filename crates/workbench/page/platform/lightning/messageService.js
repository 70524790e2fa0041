/**
 * Stand-in for `lightning/messageService`.
 *
 * As on the platform: publishing or subscribing needs a context (`@wire(MessageContext)`, there only once the
 * component is rendered, or `createMessageContext()`), and a channel imported from
 * `@salesforce/messageChannel/…`; anything else throws. The workbench has one navigation item and a utility
 * bar, both always active, so the default scope and `APPLICATION_SCOPE` reach the same subscribers.
 */
import {
    addSubscription,
    channelName,
    closeContext,
    deliver,
    isOpen,
    openContext,
    removeSubscription,
} from '../support/messageChannels.js';
import { WireAdapter } from '../support/wire.js';

/** Receive messages wherever in the application they are published. */
export const APPLICATION_SCOPE = Symbol('APPLICATION_SCOPE');

/** Wire adapter without configuration: a context that lives as long as the component is connected. */
export class MessageContext extends WireAdapter {
    run(_config, emit) {
        const context = openContext();
        emit(context);
        return () => closeContext(context);
    }
}

/** @returns {object} a context for code outside a component */
export function createMessageContext() {
    return openContext();
}

/** @param {object} context */
export function releaseMessageContext(context) {
    closeContext(context);
}

/**
 * @param {object} context
 * @param {object} channel
 * @param {object} [message] JSON
 */
export function publish(context, channel, message) {
    const name = channelName(channel);
    if (!isOpen(context)) {
        throw new Error(
            `Lightning Message Service - Your component must be rendered before you can publish to channel: ${name}`,
        );
    }
    deliver(name, message);
}

/**
 * @param {object} context
 * @param {object} channel
 * @param {(message: any) => void} listener
 * @param {{ scope?: symbol }} [options]
 * @returns {object} the subscription
 */
export function subscribe(context, channel, listener, options = {}) {
    const name = channelName(channel);
    if (!isOpen(context)) {
        throw new Error(
            `Lightning Message Service - Your component must be rendered before you can subscribe to channel: ${name}`,
        );
    }
    if (typeof listener !== 'function')
        throw new TypeError('Lightning Message Service - a subscriber is a function');
    if (options.scope !== undefined && options.scope !== APPLICATION_SCOPE) {
        throw new Error(
            `Lightning Message Service - Cannot subscribe to channel ${name} with invalid scope: ${String(options.scope)}`,
        );
    }
    return addSubscription(context, name, listener);
}

/** @param {object | undefined} subscription */
export function unsubscribe(subscription) {
    removeSubscription(subscription);
}
