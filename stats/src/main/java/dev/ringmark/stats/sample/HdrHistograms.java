package dev.ringmark.stats.sample;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// Tallies to and from compressed HdrHistograms, the form in which load generators keep latencies.
///
/// A histogram counts whole ticks, of `unit` base units each, in buckets of a relative width; a
/// value comes back as the highest of its bucket.
public final class HdrHistograms {
    /// Histograms larger than this are refused: they may hold anything.
    private static final int BYTES_MAX = 64 << 20;

    private HdrHistograms() {}

    /// The tally of a histogram whose ticks are `unit` of the base unit: 1e-9 for nanoseconds.
    public static Tally decode(byte[] compressed, double unit) {
        SampleException.atLeast("histogram.bytesMax", BYTES_MAX - compressed.length, 0);
        try {
            Histogram histogram =
                    Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(compressed), 0);
            SortedMap<Double, Long> counts = new TreeMap<>();
            for (HistogramIterationValue at : histogram.recordedValues()) {
                counts.merge(
                        at.getValueIteratedTo() * unit,
                        at.getCountAddedInThisIterationStep(),
                        Math::addExact);
            }
            return Tally.of(counts);
        } catch (DataFormatException | RuntimeException e) {
            SampleException refused =
                    new SampleException(
                            "histogram", compressed.length + " bytes", "a compressed HdrHistogram");
            refused.initCause(e);
            throw refused;
        }
    }

    /// The compressed histogram of a tally, to this many significant digits, 1 to 5.
    public static byte[] encode(Tally tally, double unit, int digits) {
        if (digits < 1 || digits > 5) {
            throw new IllegalArgumentException("digits: " + digits + ", expected 1..5");
        }
        Histogram histogram = new Histogram(digits);
        tally.counts()
                .forEach(
                        (value, count) ->
                                histogram.recordValueWithCount(Math.round(value / unit), count));
        ByteBuffer out = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity() + 64);
        int size = histogram.encodeIntoCompressedByteBuffer(out);
        return Arrays.copyOf(out.array(), size);
    }
}
