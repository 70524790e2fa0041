import MatchChooser from 'c/matchChooser';
import { findAll, heard, mount } from 'test/page';
import { callOf } from 'test/views';

const MATCHES = [
    {
        recordId: '003000000000001AAA',
        objectApiName: 'Contact',
        name: 'Ann',
        companyName: 'Acme',
        reason: 'Contact.Phone',
    },
    {
        recordId: '001000000000001AAA',
        objectApiName: 'Account',
        name: 'Acme',
        companyName: null,
        reason: 'Account.Phone',
    },
];

const chooser = (related = null) =>
    mount(MatchChooser, { call: callOf('connected', { matches: MATCHES, related }) });

describe('c-match-chooser', () => {
    it('lists the records with what tells them apart', () => {
        const labels = findAll(chooser(), 'label').map((label) => label.textContent.trim());
        expect(labels).toEqual(['Ann (Contact, Acme)', 'Acme (Account)']);
    });

    it('chooses none by itself', () => {
        expect(findAll(chooser(), 'input').map((input) => input.checked)).toEqual([false, false]);
    });

    it('shows which one was chosen', () => {
        const element = chooser({ recordId: MATCHES[1].recordId, objectApiName: 'Account' });
        expect(findAll(element, 'input').map((input) => input.checked)).toEqual([false, true]);
    });

    it('says which one is chosen', () => {
        const element = chooser();
        const chosen = heard(element, 'choose');
        findAll(element, 'input')[1].click();
        expect(chosen).toEqual([{ recordId: MATCHES[1].recordId }]);
    });

    it('is accessible', async () => {
        await expect(chooser()).toBeAccessible();
    });
});
