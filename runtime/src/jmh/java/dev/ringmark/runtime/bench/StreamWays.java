package dev.ringmark.runtime.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Compares the ways in which many streams of one loop are written and read at once ([StreamRun]):
/// a gathering SENDMSG with bundles of a line of buffers (UM-15), and a READ or RECV for each piece
/// with one request for all of them (UM-16); windows of 16 times 4 KiB, and of 256 bytes.
public final class StreamWays {

    private static final String WARMUP_SECONDS = "3";
    private static final String SECONDS = "1.5";

    private StreamWays() {}

    /// Measures and prints.
    ///
    /// @param args how many blocks, 5 when nothing is said
    public static void main(String[] args) throws Exception {
        List<ForkedRuns.Case> cases = new ArrayList<>();
        for (StreamRun.Way way : StreamRun.Way.values()) {
            if (way.base() != StreamRun.Way.RECEIVE) {
                add(cases, way, 16, 4096);
            }
            if (way.base() != StreamRun.Way.SEND_GATHERED) {
                add(cases, way, 1, 256);
            }
        }
        new ForkedRuns(args, cases)
                .run(
                        System.out,
                        StreamRun.STREAMS + " streams at once, per window and its answer of a byte",
                        each -> ForkedRuns.printed(StreamRun.class, each));
    }

    private static void add(
            List<ForkedRuns.Case> cases, StreamRun.Way way, int frames, int frameSize) {
        cases.add(
                new ForkedRuns.Case(
                        name(way, frames, frameSize),
                        name(way.base(), frames, frameSize),
                        List.of(ForkedRuns.FLAG),
                        List.of(
                                way.name(),
                                frames + "",
                                frameSize + "",
                                WARMUP_SECONDS,
                                SECONDS)));
    }

    private static String name(StreamRun.Way way, int frames, int frameSize) {
        return way.name().toLowerCase(Locale.ROOT) + " " + frames + " x " + frameSize;
    }
}
