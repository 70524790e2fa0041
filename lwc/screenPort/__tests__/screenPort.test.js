import { open, updateUtility } from 'lightning/platformUtilityBarApi';
import { ScreenPort, utilityOf } from 'c/screenPort';

const STATUSES = [
    'offline',
    'ready',
    'calling',
    'ringing',
    'incomingCall',
    'connected',
    'onHold',
    'reconnecting',
    'wrapUp',
];

function screen(utilityId = 'utility-1') {
    const navigate = jest.fn();
    const port = new ScreenPort(navigate);
    port.utilityId = utilityId;
    return { port, navigate };
}

describe('c/screenPort', () => {
    it('opens the panel when a call comes in, and leaves the focus where it is', async () => {
        const { port } = screen();
        expect(await port.perform({ id: 1, to: 'screen', type: 'attention', call: 'key' })).toEqual(
            { type: 'done' },
        );
        expect(open).toHaveBeenCalledWith('utility-1', { autoFocus: false });
    });

    it('opens the record of the one who calls', async () => {
        const { port, navigate } = screen();
        const record = { recordId: '003000000000001AAA', objectApiName: 'Contact' };
        await port.perform({ id: 1, to: 'screen', type: 'pop', call: 'key', record });
        expect(navigate).toHaveBeenCalledWith({
            type: 'standard__recordPage',
            attributes: { ...record, actionName: 'view' },
        });
    });

    it('has a label and an icon for every status, and is called Phone in all', () => {
        for (const status of STATUSES) {
            const { label, icon } = utilityOf(status);
            expect(label).toMatch(/^Phone/);
            expect(icon).toMatch(/^[a-z_]+$/);
        }
        expect(utilityOf('ready').label).toBe('Phone');
        expect(utilityOf('incomingCall')).toEqual(expect.objectContaining({ highlighted: true }));
    });

    it('updates the utility when the status changes, and only then', () => {
        const { port } = screen();
        port.showStatus('ready');
        port.showStatus('ready');
        port.showStatus('connected');
        expect(updateUtility.mock.calls.map(([id, { label }]) => [id, label])).toEqual([
            ['utility-1', 'Phone'],
            ['utility-1', 'Phone · Connected'],
        ]);
    });

    it('does nothing where there is no utility bar', async () => {
        const { port } = screen(undefined);
        port.utilityId = undefined;
        port.showStatus('ready');
        await port.perform({ id: 1, to: 'screen', type: 'attention', call: 'key' });
        expect(updateUtility).not.toHaveBeenCalled();
        expect(open).not.toHaveBeenCalled();
    });

    it('lets no failure of the utility bar reach the call', async () => {
        open.mockRejectedValueOnce(new Error('popped out'));
        const { port } = screen();
        expect(await port.perform({ id: 1, to: 'screen', type: 'attention', call: 'key' })).toEqual(
            { type: 'done' },
        );
    });
});
