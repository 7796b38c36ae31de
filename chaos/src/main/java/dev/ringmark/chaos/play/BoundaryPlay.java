package dev.ringmark.chaos.play;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.task.Boundary;
import dev.ringmark.runtime.task.BoundaryRequest;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Clients with little patience, and servers that answer, are late, fail, or drop what they have
/// taken, on two loops and outside, until the channel is closed: each request ends once.
final class BoundaryPlay extends Play {

    private static final int CAPACITY = 2;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

    /// A question, and what is known of it.
    private static final class Question {

        private int answers;
        private int ends;
        private boolean isFailed;
        private @Nullable BoundaryRequest<Question, Question> taken;
        private Boundary.@Nullable Reply<Question> reply;

        boolean isOpen() {
            return reply == null ? ends == 0 : !reply.isDone();
        }
    }

    private final List<Loop> loops = new ArrayList<>();
    private final Boundary<Question, Question> channel;
    private final List<Question> questions = new ArrayList<>();
    private final List<Task<Integer>> tasks = new ArrayList<>();
    private boolean isClosed;

    BoundaryPlay(Stage stage) {
        super(stage);
        channel = Boundary.channel(CAPACITY, kernel::nanoTime);
        for (int at = 0; at < 2; at++) {
            LoopOptions options = LoopOptions.named("loop " + at).withHeldMax(Duration.ZERO);
            loops.add(Loop.onThisThread(kernel, options.withDriver(stage.shape().options())));
        }
    }

    @Override
    void act(int action, int argument) {
        Loop loop = loops.get(argument & 1);
        int more = argument >>> 1;
        switch (action) {
            case 0, 1, 2 -> fork(loop, () -> call(time(more)));
            case 3, 4, 5 -> fork(loop, () -> serve(more));
            case 6 -> ask(time(more));
            case 7 -> takeBack(more);
            case 8 -> answerLate(more);
            case 9 -> {
                if (more % 16 == 0) {
                    closeChannel();
                }
            }
            default -> loop.turn();
        }
    }

    private static @Nullable Duration time(int argument) {
        return argument % 4 == 0 ? null : Duration.ofNanos(1L << (argument >>> 2 & 0xf));
    }

    private void fork(Loop loop, Runnable body) {
        tasks.add(
                loop.fork(
                        () -> {
                            body.run();
                            return 0;
                        }));
    }

    private void call(@Nullable Duration time) {
        Question question = new Question();
        questions.add(question);
        try {
            Question answer = channel.call(question, time);
            check(answer.equals(question), Invariant.I_05, "the answer to another question");
            question.answers++;
        } catch (TaskException.TimedOut e) {
            check(time != null, Invariant.I_11, "it timed out without a time");
        } catch (TaskException.Failed e) {
            check(question.isFailed, Invariant.I_05, "it failed, and nobody has said so");
        } catch (TaskException.Closed e) {
            check(
                    isClosed || question.taken != null,
                    Invariant.I_10,
                    "its server has gone, and nobody had it");
        } catch (TaskException.Cancelled e) {
            check(isClosed, Invariant.I_10, "nobody has cancelled it");
        }
        question.ends++;
    }

    private void ask(@Nullable Duration time) {
        Question question = new Question();
        try {
            question.reply = channel.tryCall(question, time);
            questions.add(question);
        } catch (TaskException.Overloaded e) {
            check(
                    channel.waiting() == CAPACITY,
                    Invariant.I_06,
                    "a channel with room has refused a request");
        } catch (TaskException.Closed e) {
            check(isClosed, Invariant.I_10, "an open channel has refused a request");
        }
    }

    private void takeBack(int argument) {
        if (!questions.isEmpty()) {
            Boundary.Reply<Question> reply = questions.get(argument % questions.size()).reply;
            if (reply != null) {
                boolean wasDone = reply.isDone();
                check(reply.cancel() != wasDone, Invariant.I_01, "a request ended twice");
            }
        }
    }

    private void serve(int argument) {
        BoundaryRequest<Question, Question> request;
        try {
            request = channel.receive(Duration.ofNanos(1L << (argument >>> 3 & 0xf)));
        } catch (TaskException.TimedOut e) {
            return;
        } catch (TaskException.Closed e) {
            check(isClosed, Invariant.I_10, "an open channel has no server any more");
            return;
        }
        Question question = request.request();
        check(question.taken == null, Invariant.I_01, "a request was taken twice");
        question.taken = request;
        switch (argument & 7) {
            case 0 -> request.close(); // drops it
            case 1 -> {
                question.isFailed = true;
                request.fail(new ArithmeticException("on purpose"));
            }
            case 2 -> {
                Task.sleep(Duration.ofNanos(1 << 12));
                answer(request);
            }
            case 3 -> {} // somebody answers it later
            default -> answer(request);
        }
    }

    private void answer(BoundaryRequest<Question, Question> request) {
        boolean wasEnded = request.request().reply != null && request.request().reply.isDone();
        boolean isHeard = request.respond(request.request());
        check(!(wasEnded && isHeard), Invariant.I_01, "a request ended twice");
        check(!request.respond(request.request()), Invariant.I_01, "it was answered twice");
    }

    private void answerLate(int argument) {
        if (!questions.isEmpty()) {
            BoundaryRequest<Question, Question> taken =
                    questions.get(argument % questions.size()).taken;
            if (taken != null) {
                boolean _ = taken.respond(taken.request());
            }
        }
    }

    private void closeChannel() {
        isClosed = true;
        channel.close();
    }

    @Override
    void compare() {
        check(channel.waiting() <= CAPACITY, Invariant.I_06, channel.waiting() + " requests wait");
        long open = questions.stream().filter(Question::isOpen).count();
        check(
                channel.waiting() + channel.served() <= open,
                Invariant.I_02,
                channel.waiting()
                        + " requests wait, "
                        + channel.served()
                        + " are served of "
                        + open);
        for (Question question : questions) {
            check(question.ends <= 1, Invariant.I_01, "a call ended twice");
            check(question.answers <= 1, Invariant.I_01, "a call was answered twice");
        }
    }

    @Override
    void help() {
        if (!isClosed) {
            closeChannel(); // whoever waits on either side is told
        }
        loops.forEach(Loop::turn);
    }

    @Override
    boolean isAtRest() {
        return tasks.stream().allMatch(Task::isDone);
    }

    @Override
    void end() {
        if (!isClosed) {
            closeChannel();
        }
        check(
                channel.waiting() + channel.served() == 0,
                Invariant.I_02,
                channel.waiting() + " requests wait, " + channel.served() + " are served");
        for (Question question : questions) {
            check(
                    question.reply == null ? question.ends == 1 : question.reply.isDone(),
                    Invariant.I_01,
                    "a request has no end");
        }
        loops.forEach(loop -> loop.close(CLOSE_TIME));
    }
}
