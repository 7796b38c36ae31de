package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A kernel whose calls fail as a script says, and otherwise are those of the kernel behind it.
///
/// Deterministic: what fires depends on the calls and their order alone. Of the rules that match a
/// call, the first one scripted fires. A fault takes nothing back: SQEs that were published before
/// a failed or short enter stay published, as they do on a real kernel.
public final class Faulty extends ForwardingKernel {

    /// Which of io_uring's calls.
    public enum Call {
        SETUP,
        ENTER,
        REGISTER
    }

    /// One call, before it is made.
    ///
    /// @param call which
    /// @param number how many calls of its kind there were up to this one, from 1
    /// @param fd the ring fd or registered index; -1 for setup
    /// @param count setup: the entries asked for; enter: toSubmit; register: its count
    /// @param code setup and enter: the flags; register: the operation
    public record Attempt(Call call, int number, int fd, int count, int code) {

        /// Whether the flags have this one, or the operation is this one.
        public boolean has(UapiConstant constant) {
            return call == Call.REGISTER ? code == constant.bits() : (code & constant.bits()) != 0;
        }
    }

    /// What goes wrong.
    public sealed interface Fault {

        /// The call is not made and returns this.
        ///
        /// @param result `-errno`, or what a successful call returns
        record Answer(int result) implements Fault {
            public Answer {
                if (result < -Errno.MAX) {
                    throw new IllegalArgumentException(
                            "result: " + result + ", expected " + -Errno.MAX + " or more");
                }
            }
        }

        /// The enter is made, and takes no more than this many SQEs; it waits as it was asked to.
        /// A SQPOLL thread takes what it finds all the same.
        ///
        /// @param count 0 or more
        record ShortSubmit(int count) implements Fault {
            public ShortSubmit {
                if (count < 0) {
                    throw new IllegalArgumentException("count: " + count + ", expected 0 or more");
                }
            }
        }

        /// The call is not made and fails.
        static Fault errno(Errno errno) {
            return new Answer(errno.negative());
        }

        /// The enter is made, and takes `count` SQEs at most.
        static Fault shortSubmit(int count) {
            return new ShortSubmit(count);
        }

        /// The call is not made and returns 0: an enter that took nothing and waited for nothing.
        static Fault zero() {
            return new Answer(0);
        }
    }

    /// A fault that happened.
    public record Fired(Attempt attempt, Fault fault) {}

    private static final class Rule {
        final Predicate<Attempt> condition;
        final Fault fault;
        int left;

        Rule(Predicate<Attempt> condition, int times, Fault fault) {
            this.condition = condition;
            this.fault = fault;
            left = times;
        }
    }

    private final List<Rule> rules = new ArrayList<>();
    private final List<Fired> fired = new ArrayList<>();
    private final Map<Call, Integer> numbers = new EnumMap<>(Call.class);

    private Faulty(Kernel delegate) {
        super(delegate);
    }

    /// A kernel with an empty script.
    public static Faulty over(Kernel kernel) {
        return new Faulty(kernel);
    }

    /// Scripts a fault for one call.
    ///
    /// @param number which call of its kind, from 1
    public Faulty at(Call call, int number, Fault fault) {
        if (number < 1) {
            throw new IllegalArgumentException("number: " + number + ", expected 1 or more");
        }
        if (call != Call.ENTER && fault instanceof Fault.ShortSubmit) {
            throw new IllegalArgumentException(
                    "call: " + call + ", expected ENTER: no other call submits");
        }
        return when(attempt -> attempt.call == call && attempt.number == number, 1, fault);
    }

    /// Scripts a fault for the next calls that meet a condition; a short submit meets enters only.
    ///
    /// @param times for how many of them at most
    public synchronized Faulty when(Predicate<Attempt> condition, int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times: " + times + ", expected 1 or more");
        }
        Predicate<Attempt> submits = attempt -> attempt.call == Call.ENTER;
        boolean isShort = fault instanceof Fault.ShortSubmit;
        rules.add(new Rule(isShort ? submits.and(condition) : condition, times, fault));
        return this;
    }

    /// The faults that happened, in order.
    public synchronized List<Fired> fired() {
        return List.copyOf(fired);
    }

    /// How many scripted faults have not happened yet.
    public synchronized long remaining() {
        return rules.stream().mapToLong(rule -> rule.left).sum();
    }

    @Override
    public String binding() {
        return super.binding() + " with faults";
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        boolean readable = params.byteSize() >= ParamsLayout.SIZE;
        int flags = readable ? params.get(JAVA_INT, ParamsLayout.FLAGS) : 0;
        return next(Call.SETUP, -1, entries, flags) instanceof Fault.Answer(int result)
                ? result
                : super.setup(entries, params);
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        return switch (next(Call.ENTER, fd, toSubmit, flags)) {
            case null -> super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
            case Fault.Answer(int result) -> result;
            case Fault.ShortSubmit(int count) -> {
                int fewer = Integer.compareUnsigned(toSubmit, count) < 0 ? toSubmit : count;
                yield super.enter(fd, fewer, minComplete, flags, argument, argumentSize);
            }
        };
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        return next(Call.REGISTER, fd, count, operation) instanceof Fault.Answer(int result)
                ? result
                : super.register(fd, operation, argument, count);
    }

    private synchronized @Nullable Fault next(Call call, int fd, int count, int code) {
        int number = numbers.merge(call, 1, Integer::sum);
        Attempt attempt = new Attempt(call, number, fd, count, code);
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.condition.test(attempt)) {
                rule.left--;
                fired.add(new Fired(attempt, rule.fault));
                return rule.fault;
            }
        }
        return null;
    }
}
