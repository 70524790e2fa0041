import takeLease from '@salesforce/apex/PhoneLeaseController.takeLease';
import { lease } from 'c/leasePort';

const EFFECT = { to: 'lease', type: 'take', term: 3, browser: 'b-1', insist: false };

describe('c/leasePort', () => {
    it('asks with the term and the name of the browser', async () => {
        takeLease.mockResolvedValue({ granted: true, term: 3, busy: false });
        expect(await lease(EFFECT)).toEqual({ type: 'granted' });
        expect(takeLease).toHaveBeenCalledWith({ term: 3, browser: 'b-1', insist: false });
    });

    it('says under which term another browser has the phone', async () => {
        takeLease.mockResolvedValue({ granted: false, term: 7, busy: true });
        expect(await lease(EFFECT)).toEqual({ type: 'taken', term: 7, busy: true });
    });

    it.each([[new Error('offline')], [{ status: 500 }]])('has failed at %p', async (reason) => {
        takeLease.mockRejectedValue(reason);
        expect(await lease(EFFECT)).toEqual({ type: 'failed' });
    });

    it('has failed at an answer that is none', async () => {
        takeLease.mockResolvedValue(null);
        expect(await lease(EFFECT)).toEqual({ type: 'failed' });
    });
});
