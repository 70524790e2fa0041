/**
 * Puts the shell into the document and shows the toasts that components ask for.
 */
import { createElement } from 'lwc';
import Toast from 'lightning/toast';
import App from 'workbench/app';
import { addUtility } from '../platform/support/utilityBar.js';

/** The utility item as the app's configuration describes it; `eager`, so that it is mounted with the page. */
const PHONE = { name: 'Phone', icon: 'call', width: 340, height: 560 };

/** @param {typeof import('lwc').LightningElement} softphone the component of the utility item */
export function mount(softphone) {
    window.addEventListener('lightning__showtoast', showToast, true);
    const app = createElement('workbench-app', { is: App });
    app.utilities = [{ id: addUtility(PHONE), component: softphone }];
    document.body.append(app);
}

/** Toasts of `lightning/platformShowToastEvent` have other names for the same things than `lightning/toast`. */
function showToast(event) {
    if (!event.detail || event.detail.toast) return;
    event.stopPropagation();
    const { title, message, messageData, variant, mode } = event.detail;
    Toast.show({
        label: title || message,
        message: title ? message : undefined,
        messageLinks: messageData,
        variant,
        mode: mode === 'sticky' ? 'sticky' : 'dismissible',
    });
}
