/**
 * Channels and delivery behind `lightning/messageService` and `@salesforce/messageChannel/*`.
 *
 * Messages stay within this document. On the platform they also reach Aura and Visualforce; neither is here.
 */

/** Only channels made by {@link createMessageChannel} are accepted. */
const channels = new WeakMap();
/** Contexts that are in use. @type {Set<object>} */
const contexts = new Set();
/** @type {Map<string, Set<{ context: object, listener: (message: unknown) => void }>>} */
const subscriptions = new Map();

/** @param {string} name the channel's API name, for example `Offhook_Command__c` @returns {object} opaque */
export function createMessageChannel(name) {
    const channel = Object.freeze({ toString: () => name });
    channels.set(channel, name);
    return channel;
}

/** @returns {string} the channel's name @throws {Error} for anything that is no channel */
export function channelName(channel) {
    const name =
        channel !== null && typeof channel === 'object' ? channels.get(channel) : undefined;
    if (name === undefined) {
        throw new Error(
            'Lightning Message Service - unknown message channel: import one from @salesforce/messageChannel',
        );
    }
    return name;
}

/** @returns {object} a new context */
export function openContext() {
    const context = Object.freeze({});
    contexts.add(context);
    return context;
}

/** Ends a context and its subscriptions. @param {object} context */
export function closeContext(context) {
    contexts.delete(context);
    for (const set of subscriptions.values()) {
        for (const subscription of set)
            if (subscription.context === context) set.delete(subscription);
    }
}

/** @param {object | undefined} context @returns {boolean} */
export function isOpen(context) {
    return contexts.has(context);
}

/** @returns {object} the subscription, to be given to {@link removeSubscription} */
export function addSubscription(context, name, listener) {
    const subscription = { context, listener, name };
    const set = subscriptions.get(name) ?? new Set();
    subscriptions.set(name, set.add(subscription));
    return subscription;
}

/** @param {object | undefined} subscription */
export function removeSubscription(subscription) {
    subscriptions.get(subscription?.name)?.delete(subscription);
}

/**
 * Delivers to every subscriber, the publisher included. What crosses is JSON, so functions and cycles do not.
 * A subscriber that throws does not keep the message from the others.
 */
export function deliver(name, message) {
    const json = message === undefined ? undefined : JSON.stringify(message);
    for (const { listener } of [...(subscriptions.get(name) ?? [])]) {
        try {
            listener(json === undefined ? undefined : JSON.parse(json));
        } catch (error) {
            console.error(`A subscriber of message channel ${name} failed.`, error);
        }
    }
}
