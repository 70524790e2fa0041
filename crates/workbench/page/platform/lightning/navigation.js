/**
 * Stand-in for `lightning/navigation`.
 *
 * The workbench has record pages of Contact, Account, Voice Call and Task, and opens web pages in a new tab; any other
 * page reference shows a toast that says so.
 */
import { addressOf, goTo, observePage } from '../support/navigation.js';
import { WireAdapter } from '../support/wire.js';
import { ShowToastEvent } from './platformShowToastEvent.js';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

function assertReference(reference) {
    if (reference === null || typeof reference !== 'object' || typeof reference.type !== 'string') {
        throw new TypeError('A page reference is an object with a type and attributes.');
    }
}

/** @param {new () => HTMLElement} Base @returns {new () => HTMLElement} */
export const NavigationMixin = (Base) =>
    class extends Base {
        [Navigate](reference, replace = false) {
            assertReference(reference);
            if (!goTo(reference, replace)) {
                this.dispatchEvent(
                    new ShowToastEvent({
                        title: 'The workbench has no such page',
                        message: `${reference.type} ${JSON.stringify(reference.attributes ?? {})}`,
                        variant: 'warning',
                    }),
                );
            }
        }

        [GenerateUrl](reference) {
            assertReference(reference);
            return Promise.resolve(addressOf(reference));
        }
    };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

/** Wire adapter without configuration: the current page reference, also for components in the utility bar. */
export class CurrentPageReference extends WireAdapter {
    run(_config, emit) {
        return observePage(emit);
    }
}
