package dev.ringmark.runtime.bench.shape;

/// What the streams of a network shape send: windows of frames, one after the other.
enum Schedule {
    ECHO(1, 512, 256) {
        @Override
        int frames(int stream, int window) {
            return 1;
        }

        @Override
        int connections() {
            return 8;
        }
    },
    STREAM(1, 64, 4096) {
        @Override
        int frames(int stream, int window) {
            return FULL;
        }
    },
    IMBALANCED(8, 64, 4096) {
        @Override
        int windows(int stream) {
            return stream == 0 ? 64 : 4;
        }

        @Override
        int frames(int stream, int window) {
            return FULL;
        }
    },
    ROTATION(8, 64, 4096) {
        @Override
        int frames(int stream, int window) {
            return rotating(stream, window);
        }
    },
    PIPELINE(8, 32, 4096) {
        @Override
        int frames(int stream, int window) {
            return FULL;
        }

        @Override
        int stageSteps(int stream, int frame) {
            return stream == frame / 64 % 8 ? 4000 : 150;
        }
    },
    KEYED(8, 64, 4096) {
        @Override
        int frames(int stream, int window) {
            return rotating(stream, window);
        }

        @Override
        int messages(int frames) {
            return 16 * frames;
        }
    };

    /// The most frames of a window.
    private static final int FULL = 32;

    /// How many streams there are, each a task.
    final int streams;

    /// How large a frame is, in bytes.
    final int size;

    private final int windows;

    Schedule(int streams, int windows, int size) {
        this.streams = streams;
        this.windows = windows;
        this.size = size;
    }

    private static int rotating(int stream, int step) {
        return step % 8 == stream ? FULL : 2;
    }

    /// How many connections are opened; the first of them are the streams.
    int connections() {
        return streams;
    }

    /// How many windows a stream sends.
    int windows(int stream) {
        return windows;
    }

    /// How many frames one of them has.
    abstract int frames(int stream, int window);

    /// How many steps of [#stage] are done for a frame that has come back.
    ///
    /// @param frame from 0
    int stageSteps(int stream, int frame) {
        return 0;
    }

    /// How many messages a stream sends to an owner after a window.
    int messages(int frames) {
        return 0;
    }

    /// How many frames the largest window has.
    final int framesMax() {
        return this == ECHO ? 1 : FULL;
    }

    /// How many frames all streams send in one iteration.
    final long framesInAll() {
        long sum = 0;
        for (int stream = 0; stream < streams; stream++) {
            for (int window = 0; window < windows(stream); window++) {
                sum += frames(stream, window);
            }
        }
        return sum;
    }

    /// What a stream computes of its frames.
    final long stages(int stream) {
        long sum = 0;
        int frame = 0;
        for (int window = 0; window < windows(stream); window++) {
            for (int at = frames(stream, window); at > 0; at--) {
                sum += stage(stageSteps(stream, frame++));
            }
        }
        return sum;
    }

    /// Some computing.
    static long stage(int steps) {
        long state = 0x9E3779B97F4A7C15L;
        long sum = 0;
        for (int at = 0; at < steps; at++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            sum += state;
        }
        return sum;
    }
}
