/**
 * Stand-in for `lightning/platformShowToastEvent`: an event that bubbles out of the component to the shell, which
 * shows it with the real `lightning/toast`.
 */

/** Dispatch it from the component: `this.dispatchEvent(new ShowToastEvent({ title, message, variant, mode }))`. */
export class ShowToastEvent extends CustomEvent {
    /**
     * @param {{ title?: string, message?: string, messageData?: unknown[] | object,
     *           variant?: 'info' | 'success' | 'warning' | 'error',
     *           mode?: 'dismissible' | 'dismissable' | 'pester' | 'sticky' }} toast
     */
    constructor(toast) {
        super('lightning__showtoast', {
            bubbles: true,
            composed: true,
            cancelable: true,
            detail: { ...toast },
        });
    }
}
