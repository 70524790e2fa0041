/** Modules that exist only on the platform: the part of them that the components use. */

declare module '@salesforce/apex/*' {
    const method: (params?: object) => Promise<any>;
    export default method;
}

declare module '@salesforce/i18n/locale' {
    /** Of the user, as in `en-US`. */
    const locale: string;
    export default locale;
}

declare module '@salesforce/messageChannel/*' {
    const channel: string;
    export default channel;
}

declare module '@salesforce/resourceUrl/*' {
    const url: string;
    export default url;
}

declare module 'lightning/uiRecordApi' {
    export function createRecord(input: {
        apiName: string;
        fields: object;
    }): Promise<{ id: string }>;
    export function updateRecord(input: {
        fields: { Id: string; [name: string]: unknown };
    }): Promise<{ id: string }>;
}

declare module 'lightning/uiObjectInfoApi' {
    export const getObjectInfo: any;
    export const getPicklistValues: any;
}

declare module 'lightning/messageService' {
    export const APPLICATION_SCOPE: symbol;
    export const MessageContext: any;
    export function subscribe(
        context: any,
        channel: string,
        handler: (message: any) => void,
        options?: { scope: symbol },
    ): object;
    export function unsubscribe(subscription: object | undefined): void;
}

declare module 'lightning/navigation' {
    interface Navigates {
        [name: symbol]: (pageReference: object) => void;
    }
    interface Mixin {
        <T extends new (...args: any[]) => object>(
            base: T,
        ): T & (new (...args: any[]) => Navigates);
        readonly Navigate: unique symbol;
    }
    export const NavigationMixin: Mixin;
}

declare module 'lightning/platformUtilityBarApi' {
    export const EnclosingUtilityId: any;
    export function open(utilityId: string, options?: { autoFocus?: boolean }): Promise<boolean>;
    export function updateUtility(
        utilityId: string,
        attributes: { label?: string; icon?: string; iconVariant?: string; highlighted?: boolean },
    ): Promise<boolean>;
}

declare module 'lightning/platformResourceLoader' {
    export function loadScript(component: object, url: string): Promise<void>;
}

/** The loader; its own types depend on generated code, which is not there before the first build. */
declare module 'c/callEngine' {
    export function startEngine(attachment: {
        component: object;
        settings: Offhook.Settings;
        ports: Offhook.Ports;
        onView: (view: Offhook.View) => void;
        onRefusal: (code: string, command: object) => void;
        onLeaving: () => void;
    }): Promise<Offhook.Engine>;
}
