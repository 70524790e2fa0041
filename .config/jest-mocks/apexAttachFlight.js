/** Stand-in of an Apex method: what it answers is said by each test. */
export default jest.fn();
