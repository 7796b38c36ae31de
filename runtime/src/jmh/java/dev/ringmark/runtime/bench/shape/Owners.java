package dev.ringmark.runtime.bench.shape;

import java.util.List;

/// Two who are told numbers by eight streams, and add them up until each stream has told them to
/// stop.
interface Owners {

    /// How many there are.
    int COUNT = 2;

    /// A message that is worth more than all others together: stop.
    int STOP = 1 << 24;

    /// Tells an owner something: 1, or [#STOP].
    void tell(int owner, int value);

    /// What each owner does during an iteration.
    List<Crew.Part> parts();

    /// What an owner has been told during the last iteration.
    long sum(int owner);
}
