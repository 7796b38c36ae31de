package dev.ringmark.chaos.sim;

/// Something that will happen at a time, unless it is cancelled before.
final class Event implements Comparable<Event> {

    final long time;
    final long tieBreak;
    final long serial;
    private final Runnable action;
    private boolean isOff;

    Event(long time, long tieBreak, long serial, Runnable action) {
        this.time = time;
        this.tieBreak = tieBreak;
        this.serial = serial;
        this.action = action;
    }

    /// By time; at the same time as the seed has it.
    @Override
    public int compareTo(Event other) {
        int byTime = Long.compare(time, other.time);
        int byChance = byTime != 0 ? byTime : Long.compare(tieBreak, other.tieBreak);
        return byChance != 0 ? byChance : Long.compare(serial, other.serial);
    }

    /// It no longer happens.
    ///
    /// @return whether it would have
    boolean cancel() {
        boolean was = !isOff;
        isOff = true;
        return was;
    }

    boolean isOff() {
        return isOff;
    }

    void happen() {
        isOff = true;
        action.run();
    }
}
