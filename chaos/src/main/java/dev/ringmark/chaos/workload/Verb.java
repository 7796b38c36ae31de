package dev.ringmark.chaos.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What a program can be told to do; its action numbers are made here.
public enum Verb {
    NOP(50, 9),
    READ(50, 1),
    READ_ASYNC(50, 2),
    WRITE(50, 3),
    POLL(50, 4),
    TIMEOUT(50, 5),
    OPEN(50, 6),
    RECEIVE(50, 7),
    SEND(50, 8),
    STUCK_READ(50, 0),
    /// Some operation, with a deadline for its permit.
    START_BY(5, -1),
    MULTISHOT(252, -1),
    CANCEL(100, -1),
    TIMER(115, -1),
    GRANT(125, -1),
    TASK(135, -1),
    WAKE(145, -1),
    PEER(160, -1),
    STEP(200, -1),
    AWAIT(240, -1);

    private static final int ARGUMENT_BITS = 24;

    private final int action;
    private final int kind;

    /// @param kind the low byte of the argument, or -1 when that is free
    Verb(int action, int kind) {
        this.action = action;
        this.kind = kind;
    }

    /// An action for this verb, the rest of it by chance.
    int draw(RandomGenerator chance) {
        int argument = chance.nextInt(1 << ARGUMENT_BITS);
        int fixed = kind < 0 ? argument : (argument & ~0xff) | kind;
        return fixed << Byte.SIZE | action;
    }

    /// A program of these verbs, each as likely as it is often in the list.
    ///
    /// @param most how many actions at most
    static List<Integer> program(List<Verb> verbs, int most, RandomGenerator chance) {
        int count = chance.nextInt(most + 1);
        List<Integer> actions = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            actions.add(verbs.get(chance.nextInt(verbs.size())).draw(chance));
        }
        return actions;
    }
}
