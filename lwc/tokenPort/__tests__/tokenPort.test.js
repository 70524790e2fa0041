import getAccessToken from '@salesforce/apex/AccessTokenController.getAccessToken';
import { token } from 'c/tokenPort';

describe('c/tokenPort', () => {
    it('gets the token from the org', async () => {
        getAccessToken.mockResolvedValue({ token: 'header.payload.signature', identity: 'ada' });
        expect(await token()).toEqual({ type: 'token', token: 'header.payload.signature' });
    });

    it('says under which term the phone is asked for, and that another browser has it', async () => {
        getAccessToken.mockResolvedValue({ takenBy: 7 });
        expect(await token({ term: 3 })).toEqual({ type: 'taken', term: 7, busy: true });
        expect(getAccessToken).toHaveBeenCalledWith({ term: 3 });
    });

    it('answers what the org says against it, and never rejects', async () => {
        getAccessToken.mockRejectedValue({
            status: 401,
            body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Over.' }],
        });
        expect((await token()).error.kind).toBe('sessionExpired');
    });

    it.each([[null], [{}], [{ token: '' }]])('takes %p for no token', async (answer) => {
        getAccessToken.mockResolvedValue(answer);
        const outcome = await token();
        expect(outcome.type).toBe('failed');
        expect(outcome.error.message).toBe('The org answered without an access token.');
    });
});
