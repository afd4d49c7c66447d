package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.load.OneAnswer;
import dev.chasqui.benchmarks.load.RawRequest;

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

/**
 * Clients that send requests at the same time, each request on a connection and virtual thread of
 * its own.
 */
final class Crowd {
    private final long begun = System.nanoTime();

    /** A request for a model. */
    record Question(String model, RawRequest ask) {}

    private Crowd() {}

    /**
     * Sends a request many times at once, and returns when all have ended.
     *
     * @param clients the number of requests
     * @param patience the longest wait of each client for its answer
     */
    static List<CrowdRequest> atOnce(Question question, int clients, Duration patience)
            throws InterruptedException {
        Crowd crowd = new Crowd();
        List<Callable<List<CrowdRequest>>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(() -> List.of(crowd.ask(question, patience)));
        }
        return runAll(all);
    }

    /**
     * Runs a client for each question, which sends it again as soon as it has the answer.
     *
     * @param time the time after which no request is sent
     * @param patience the longest further wait for the last answers
     */
    static List<CrowdRequest> repeating(List<Question> questions, Duration time, Duration patience)
            throws InterruptedException {
        Crowd crowd = new Crowd();
        List<Callable<List<CrowdRequest>>> all = new ArrayList<>();
        for (Question question : questions) {
            all.add(() -> crowd.repeatUntil(question, time, patience));
        }
        return runAll(all);
    }

    /**
     * Sends requests at a rate, without waiting for the answers to earlier ones.
     *
     * @param questions the requests, sent in turn
     * @param every the time between two requests
     * @param time the time after which no request is sent, and waiting clients give up
     */
    static List<CrowdRequest> arriving(List<Question> questions, Duration every, Duration time)
            throws InterruptedException {
        Crowd crowd = new Crowd();
        List<Callable<List<CrowdRequest>>> all = new ArrayList<>();
        for (int i = 0; i < time.dividedBy(every); i++) {
            Question question = questions.get(i % questions.size());
            Duration turn = every.multipliedBy(i);
            all.add(() -> List.of(crowd.askAt(turn, question, time)));
        }
        return runAll(all);
    }

    private static List<CrowdRequest> runAll(List<Callable<List<CrowdRequest>>> clients)
            throws InterruptedException {
        List<CrowdRequest> visits = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("client-", 0).factory())) {
            for (Future<List<CrowdRequest>> client : threads.invokeAll(clients)) {
                visits.addAll(client.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        }
        return visits;
    }

    private List<CrowdRequest> repeatUntil(Question question, Duration time, Duration patience) {
        List<CrowdRequest> visits = new ArrayList<>();
        while (since(begun).compareTo(time) < 0) {
            CrowdRequest visit = ask(question, time.plus(patience).minus(since(begun)));
            visits.add(visit);
            if (visit.outcome() instanceof CrowdRequest.Failed) {
                // A client that is refused at once would otherwise send thousands of requests.
                pause(Duration.ofMillis(100));
            }
        }
        return visits;
    }

    private CrowdRequest askAt(Duration turn, Question question, Duration end) {
        pause(turn.minus(since(begun)));
        return ask(question, end.minus(since(begun)));
    }

    private CrowdRequest ask(Question question, Duration patience) {
        long asked = System.nanoTime();
        CrowdRequest.Outcome outcome = outcome(question.ask(), patience);
        return new CrowdRequest(
                question.model(), Duration.ofNanos(asked - begun), since(asked), outcome);
    }

    private static CrowdRequest.Outcome outcome(RawRequest ask, Duration patience) {
        try {
            OneAnswer answer = OneAnswer.of(ask, patience);
            return answer.fits(ask.expected())
                    ? new CrowdRequest.Answered()
                    : new CrowdRequest.Failed(answer.summary());
        } catch (SocketTimeoutException late) {
            return new CrowdRequest.Unfinished();
        } catch (IOException e) {
            return new CrowdRequest.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
