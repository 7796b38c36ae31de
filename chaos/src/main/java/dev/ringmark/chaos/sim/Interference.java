package dev.ringmark.chaos.sim;

/// What may be done to a simulated kernel from outside: its points of interference.
///
/// Everything a plan does not override is left to the model. Answers must be a function of the
/// arguments and of the kernel's fault stream, or a seed no longer means one run.
public interface Interference {

    /// No interference.
    Interference NONE = new Interference() {};

    /// What setup answers instead of making a ring: `-errno`, or 0 to make it.
    default int setup() {
        return 0;
    }

    /// What enter answers instead of doing anything: `-errno`, or 0 to go on.
    default int enter(int toSubmit, int minComplete, int flags) {
        return 0;
    }

    /// What register answers instead of doing anything: `-errno`, or 0 to go on.
    default int register(int operation) {
        return 0;
    }

    /// How many of the SQEs that an enter could consume it does consume.
    default int submit(int possible) {
        return possible;
    }

    /// What ends a wait of an enter before its time: `-EINTR`, or 0 to wait.
    default int waiting() {
        return 0;
    }

    /// How long a completion that is not immediate takes, in nanoseconds.
    ///
    /// @param usual what it would take
    default long latency(int opcode, long usual) {
        return usual;
    }

    /// How a request ends instead of being issued: `-errno`, or 0 to issue it.
    default int issue(int opcode, long userData) {
        return 0;
    }

    /// How many bytes of those possible are transferred, 1 at least.
    default int transfer(int opcode, int possible) {
        return possible;
    }

    /// What enter says it did, once it has done it.
    default int answer(int result) {
        return result;
    }

    /// What a cancel answers instead of looking for its target: `-errno`, or 0 to look.
    default int cancel() {
        return 0;
    }

    /// Whether a multishot request ends with this completion, for no reason.
    default boolean endsShot(int opcode) {
        return false;
    }

    /// Whether a completion is kept as if the CQ were full.
    default boolean keeps() {
        return false;
    }

    /// Whether the last completion of a request is posted a second time.
    default boolean repeats() {
        return false;
    }

    /// Whether an SQE is filled with nonsense once it has been consumed, which whoever fills it
    /// again must not notice.
    default boolean spoils() {
        return false;
    }

    /// Whether the last completion of a request is never posted, which no kernel may do in silence.
    default boolean loses() {
        return false;
    }

    /// Why a mapping cannot be made: `-errno`, or 0 to make it.
    default int map() {
        return 0;
    }

    /// Why an eventfd cannot be made: `-errno`, or 0 to make it.
    default int eventFd() {
        return 0;
    }

    /// Why the kernel cannot make something it needs: `-errno`, or 0 to make it.
    ///
    /// @param code the opcode, or the operation of a register call; 0 in a setup
    default int allocate(Allocation what, int code) {
        return 0;
    }

    /// How long a ring's end takes, in nanoseconds.
    ///
    /// @param usual what it would take
    default long teardown(long usual) {
        return usual;
    }
}
