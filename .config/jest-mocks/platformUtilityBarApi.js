/** Stand-in of `lightning/platformUtilityBarApi`. */
import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

export const EnclosingUtilityId = createTestWireAdapter(jest.fn());
export const open = jest.fn(async () => true);
export const updateUtility = jest.fn(async () => true);
