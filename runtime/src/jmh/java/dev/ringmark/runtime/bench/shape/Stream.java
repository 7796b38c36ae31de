package dev.ringmark.runtime.bench.shape;

/// One stream of a network shape: what it has sent by its schedule, and what came back of that.
///
/// One thread at a time.
final class Stream {

    final Schedule schedule;
    final int number;
    final Window window;
    private final long stagesExpected;
    private int frames;
    private long stages;

    Stream(Schedule schedule, int number) {
        this.schedule = schedule;
        this.number = number;
        window = Window.direct(schedule.framesMax(), schedule.size);
        stagesExpected = schedule.stages(number);
    }

    /// Before the first frame of an iteration.
    void begin() {
        frames = 0;
        stages = 0;
    }

    /// Computes what is to be computed of a frame that has come back and was looked at.
    void took() {
        stages += Schedule.stage(schedule.stageSteps(number, frames++));
    }

    /// Behind the last frame of an iteration.
    void end() throws WrongResultException {
        WrongResultException.unless("stages of stream " + number, stagesExpected, stages);
    }

    /// How many frames have come back in this iteration.
    int frames() {
        return frames;
    }

    @Override
    public String toString() {
        return "stream " + number + ", " + frames + " frames";
    }
}
