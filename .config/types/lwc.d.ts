/** The part of `lwc` that the components use, in the shape in which the platform's compiler takes it. */
declare module 'lwc' {
    export class LightningElement extends HTMLElement {
        readonly refs: any;
        readonly template: ShadowRoot;
        connectedCallback(): void;
        renderedCallback(): void;
        disconnectedCallback(): void;
    }
    export function api(target: any, context: any): any;
    export function track(target: any, context: any): any;
    export function wire(adapter: any, config?: object): (target: any, context: any) => any;
    export function createElement(name: string, options: { is: any }): any;
}
