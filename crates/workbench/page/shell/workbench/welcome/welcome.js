import { LightningElement } from 'lwc';

/** What to do first. */
export default class Welcome extends LightningElement {}
