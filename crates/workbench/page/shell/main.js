/**
 * Start of the page, with the components in the page's own realm.
 */
import { start } from './start.js';

start(async () => (await import('virtual:softphone')).default);
