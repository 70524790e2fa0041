import matchByPhone from '@salesforce/apex/PhoneMatchController.matchByPhone';
import { directory } from 'c/directoryPort';

const EFFECT = { id: 1, to: 'directory', type: 'match', call: 'key', number: '+15005550100' };

describe('c/directoryPort', () => {
    it('finds the records, in the order of the org', async () => {
        const matches = [
            {
                recordId: '003',
                objectApiName: 'Contact',
                name: 'Ann',
                companyName: null,
                reason: 'Contact.Phone',
            },
            {
                recordId: '001',
                objectApiName: 'Account',
                name: 'Acme',
                companyName: null,
                reason: 'Account.Phone',
            },
        ];
        matchByPhone.mockResolvedValue({ matches });
        expect(await directory(EFFECT)).toEqual({ type: 'matched', matches });
        expect(matchByPhone).toHaveBeenCalledWith({ phoneNumber: '+15005550100' });
    });

    it('answers what the org says against it, and never rejects', async () => {
        matchByPhone.mockRejectedValue({
            status: 500,
            body: { message: 'Disconnected or Canceled' },
        });
        expect((await directory(EFFECT)).error.kind).toBe('offline');
    });
});
