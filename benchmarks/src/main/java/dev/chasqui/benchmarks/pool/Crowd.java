package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.load.Ask;
import dev.chasqui.benchmarks.load.OneAnswer;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask at the same time, each request on a connection of its own. */
final class Crowd {
    private final long begun = System.nanoTime();

    /** What a client asks, and of which model. */
    record Question(String model, Ask ask) {}

    private Crowd() {}

    /**
     * Asks many times at once.
     *
     * @param patience how long each waits for his answer
     */
    static List<Visit> atOnce(Question question, int clients, Duration patience)
            throws InterruptedException {
        Crowd crowd = new Crowd();
        List<Callable<List<Visit>>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(() -> List.of(crowd.ask(question, patience)));
        }
        return meet(all);
    }

    /**
     * A client for each question, who asks it again as soon as he has his answer.
     *
     * @param time after which nobody asks again
     * @param patience how long they wait then for what they have asked
     */
    static List<Visit> again(List<Question> questions, Duration time, Duration patience)
            throws InterruptedException {
        Crowd crowd = new Crowd();
        List<Callable<List<Visit>>> all = new ArrayList<>();
        for (Question question : questions) {
            all.add(() -> crowd.againUntil(question, time, patience));
        }
        return meet(all);
    }

    /**
     * Requests that arrive at a rate, whether those before them are answered or not.
     *
     * @param questions asked in turn
     * @param time after which nobody arrives, and nobody waits any more
     */
    static List<Visit> arriving(List<Question> questions, Duration every, Duration time)
            throws InterruptedException {
        Crowd crowd = new Crowd();
        List<Callable<List<Visit>>> all = new ArrayList<>();
        for (int i = 0; i < time.dividedBy(every); i++) {
            Question question = questions.get(i % questions.size());
            Duration turn = every.multipliedBy(i);
            all.add(() -> List.of(crowd.askAt(turn, question, time)));
        }
        return meet(all);
    }

    private static List<Visit> meet(List<Callable<List<Visit>>> clients)
            throws InterruptedException {
        List<Visit> visits = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("client-", 0).factory())) {
            for (Future<List<Visit>> client : threads.invokeAll(clients)) {
                visits.addAll(client.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        }
        return visits;
    }

    private List<Visit> againUntil(Question question, Duration time, Duration patience) {
        List<Visit> visits = new ArrayList<>();
        while (since(begun).compareTo(time) < 0) {
            Visit visit = ask(question, time.plus(patience).minus(since(begun)));
            visits.add(visit);
            if (visit.outcome() instanceof Visit.Failed) {
                // Who is refused at once would ask thousands of times.
                rest(Duration.ofMillis(100));
            }
        }
        return visits;
    }

    private Visit askAt(Duration turn, Question question, Duration end) {
        rest(turn.minus(since(begun)));
        return ask(question, end.minus(since(begun)));
    }

    private Visit ask(Question question, Duration patience) {
        long asked = System.nanoTime();
        Visit.Outcome outcome = outcome(question.ask(), patience);
        return new Visit(question.model(), Duration.ofNanos(asked - begun), since(asked), outcome);
    }

    private static Visit.Outcome outcome(Ask ask, Duration patience) {
        try {
            OneAnswer answer = OneAnswer.of(ask, patience);
            return answer.fits(ask.expected())
                    ? new Visit.Answered()
                    : new Visit.Failed(answer.told());
        } catch (SocketTimeoutException late) {
            return new Visit.Unfinished();
        } catch (IOException e) {
            return new Visit.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void rest(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
