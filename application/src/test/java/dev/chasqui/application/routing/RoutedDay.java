package dev.chasqui.application.routing;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.affinity.ConversationMarks;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.application.routing.sharing.SharedFor;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * A day of traffic in virtual time before the production code of the choice: 100 backends of
 * unequal size and speed, of which the config says nothing, and 50 models of which each is on ten
 * of them. Requests come more often by day than by night, and use half of all places on average.
 * Now and then a backend refuses connections, answers with 500, or takes four times as long.
 */
final class RoutedDay {
    private static final int BACKENDS = 100;
    private static final int MODELS = 50;
    private static final int BACKENDS_OF_MODEL = 10;
    private static final int[] SIZES = {1, 2, 4, 8};

    /** The mean time of a whole answer of a backend of middling speed. */
    private static final double ANSWER_SECONDS = 20;

    /** The part of an answer's time until its first event. */
    private static final double FIRST_EVENT = 0.1;

    /** The conversations that a backend keeps in memory for each of its places. */
    private static final int KEPT_OF_PLACE = 4;

    private static final double USED = 0.5;
    private static final double DAY_AND_NIGHT = 0.6;
    private static final double TROUBLE_EVERY_SECONDS = Duration.ofHours(3).toSeconds();
    private static final double TROUBLE_SECONDS = Duration.ofMinutes(5).toSeconds();
    private static final double SLOWER = 4;

    /** The time until a backend that fails its requests answers with 500. */
    private static final Duration FAILS_AFTER = Duration.ofMillis(500);

    private final Random random;
    private final Routing routing;
    private final Queue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingInt(Event::number));
    private final Map<String, Server> servers = new HashMap<>();
    private final List<List<Candidate>> models = new ArrayList<>();
    private final long end;
    private final double perSecond;
    private final List<Long> firstEvents = new ArrayList<>();
    private long now;
    private int number;
    private int requests;
    private int failedCalls;
    private int lost;
    private int warm;

    private final Talks talks;

    /**
     * The conversations of a day.
     *
     * @param turns the mean number of requests of one
     * @param pauseSeconds the mean time between two of them
     * @param firstEvent the part of an answer's time until its first event, for a backend that has
     *     not read the conversation before
     * @param warmFirstEvent the same for a backend that has; the rest of that time is saved
     * @param affinity true if the choice knows of conversations
     */
    record Talks(
            double turns,
            double pauseSeconds,
            double firstEvent,
            double warmFirstEvent,
            boolean affinity) {
        /** Requests that have nothing in common. */
        static final Talks NONE = new Talks(1, 1, FIRST_EVENT, FIRST_EVENT, false);

        /** Conversations whose prompts take half of the time of an answer. */
        static Talks of(boolean affinity) {
            return new Talks(8, 40, 0.5, 0.05, affinity);
        }
    }

    private RoutedDay(Strategy strategy, long seed, Duration length, Talks talks) {
        this.talks = talks;
        random = new Random(seed);
        routing =
                new Routing(
                        new RoutingRules(
                                strategy,
                                Map.of(),
                                Map.of(),
                                HealthRules.USUAL,
                                QueueRules.NONE,
                                HedgeRule.NONE,
                                SharedFor.OFF,
                                new ConversationRules(Optional.of(talks.affinity), Duration.ZERO)),
                        new Standings(() -> now));
        end = length.toNanos();
        double places = 0;
        List<FakeBackend> backends = new ArrayList<>();
        for (int i = 0; i < BACKENDS; i++) {
            FakeBackend backend = new FakeBackend("b" + i);
            Server server =
                    new Server(SIZES[i % SIZES.length], Math.exp(random.nextGaussian() / 2));
            servers.put(backend.name(), server);
            backends.add(backend);
            places += server.places / server.slowness;
            after(exponential(TROUBLE_EVERY_SECONDS), () -> trouble(server));
        }
        perSecond = USED * places / ANSWER_SECONDS;
        for (int i = 0; i < MODELS; i++) {
            ModelInfo model = ModelInfo.of("m" + i);
            models.add(
                    random.ints(0, BACKENDS)
                            .distinct()
                            .limit(BACKENDS_OF_MODEL)
                            .mapToObj(one -> new Candidate(backends.get(one), model))
                            .toList());
        }
    }

    /**
     * The outcome of a day.
     *
     * @param lost the requests that no backend answered
     * @param failedCalls the calls that backends failed
     * @param warm the answers of backends that had read the conversation before
     * @param firstEvents the times to the first event of all answers, sorted, in nanoseconds
     */
    record Outcome(int requests, int lost, int failedCalls, int warm, long[] firstEvents) {

        /** Returns the time within which a share of the answers begins. */
        Duration within(double share) {
            return Duration.ofNanos(firstEvents[(int) (share * (firstEvents.length - 1))]);
        }

        Duration mean() {
            return Duration.ofNanos(
                    (long) Arrays.stream(firstEvents).asDoubleStream().average().orElse(0));
        }
    }

    /** Simulates; the same seed has the same traffic and the same troubles. */
    static Outcome of(Strategy strategy, long seed, Duration length, Talks talks) {
        RoutedDay day = new RoutedDay(strategy, seed, length, talks);
        day.arrivals();
        while (!day.events.isEmpty()) {
            Event next = day.events.remove();
            day.now = next.at;
            next.action.run();
        }
        long[] sorted = day.firstEvents.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Outcome(day.requests, day.lost, day.failedCalls, day.warm, sorted);
    }

    /** Something that happens at a time; of two at the same time the earlier made is first. */
    private record Event(long at, int number, Runnable action) {}

    private void after(double seconds, Runnable action) {
        events.add(new Event(now + (long) (seconds * 1e9), number++, action));
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Makes all requests before the first one runs, so that no choice changes the traffic. */
    private void arrivals() {
        double length = end / 1e9;
        double begins = perSecond / talks.turns;
        double at = exponential(1 / begins);
        for (long talk = 1; at < length; talk++) {
            List<Candidate> having = models.get(random.nextInt(MODELS));
            talk(talk, having, at);
            double rhythm = 1 + DAY_AND_NIGHT * Math.sin(2 * Math.PI * at / length);
            at += exponential(1 / (begins * rhythm));
        }
    }

    /** Makes the requests of one conversation. */
    private void talk(long talk, List<Candidate> having, double begins) {
        double at = begins;
        do {
            double answer = exponential(ANSWER_SECONDS);
            after(at, () -> new Request(talk, having, answer).begin());
            at += ANSWER_SECONDS + exponential(talks.pauseSeconds);
        } while (random.nextDouble() >= 1 / talks.turns);
    }

    private void trouble(Server server) {
        if (now >= end) {
            return;
        }
        server.trouble = Trouble.values()[1 + random.nextInt(Trouble.values().length - 1)];
        after(
                exponential(TROUBLE_SECONDS),
                () -> {
                    server.trouble = Trouble.NONE;
                    after(exponential(TROUBLE_EVERY_SECONDS), () -> trouble(server));
                });
    }

    private enum Trouble {
        NONE,
        REFUSES,
        FAILS,
        SLOW
    }

    /** A backend with places in which answers are made; further requests wait in it. */
    private static final class Server {
        private final int places;
        private final double slowness;
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private final Set<Long> read = new LinkedHashSet<>();
        private int busy;
        private Trouble trouble = Trouble.NONE;

        Server(int places, double slowness) {
            this.places = places;
            this.slowness = slowness;
        }

        /** Notes a conversation; returns true if it is one of those that were read last. */
        boolean reads(long talk) {
            boolean known = read.remove(talk);
            read.add(talk);
            if (read.size() > KEPT_OF_PLACE * places) {
                read.remove(read.iterator().next());
            }
            return known;
        }

        double seconds(double answer) {
            return answer * slowness * (trouble == Trouble.SLOW ? SLOWER : 1);
        }

        void enter(Runnable work) {
            if (busy < places) {
                busy++;
                work.run();
            } else {
                waiting.add(work);
            }
        }

        void leave() {
            Runnable next = waiting.poll();
            if (next == null) {
                busy--;
            } else {
                next.run();
            }
        }
    }

    private record Talk(long conversation) implements ConversationMarks {
        @Override
        public long instructions() {
            return 0;
        }
    }

    /** A request that tries the backends of its route in order, as the dispatch does. */
    private final class Request {
        private final long talk;
        private final List<Candidate> having;
        private final double answer;
        private final long arrived = now;
        private final RequestUnderWay underWay = routing.begin();
        private Optional<Failure> failure = Optional.empty();

        Request(long talk, List<Candidate> having, double answer) {
            this.talk = talk;
            this.having = having;
            this.answer = answer;
        }

        void begin() {
            requests++;
            Route route =
                    routing.route(
                            having.getFirst().model().id(),
                            having,
                            new Demand(
                                    Needs.NONE,
                                    LeastTier.NONE,
                                    () -> TokenEstimate.NONE,
                                    new Talk(talk)),
                            AnyCaller.INSTANCE);
            Deque<Route.Kept> order = new ArrayDeque<>(route.kept());
            order.addAll(route.resting());
            ask(route, order);
        }

        private void ask(Route route, Deque<Route.Kept> order) {
            Route.Kept next = order.poll();
            if (next == null || !failure.map(routing::beginRetry).orElse(true)) {
                lost++;
                underWay.close();
                return;
            }
            Optional<BackendCall> call = routing.begin(route, next);
            if (call.isEmpty()) {
                failure.ifPresent(routing::endRetry);
                ask(route, order);
                return;
            }
            Server server = Objects.requireNonNull(servers.get(next.candidate().backend().name()));
            switch (server.trouble) {
                case REFUSES -> fails(call.get(), refused(next), 0, () -> ask(route, order));
                case FAILS ->
                        fails(
                                call.get(),
                                failed(next),
                                FAILS_AFTER.toMillis() / 1e3,
                                () -> ask(route, order));
                case NONE, SLOW -> server.enter(() -> answer(server, call.get()));
            }
        }

        private void fails(BackendCall call, Failure why, double seconds, Runnable next) {
            after(
                    seconds,
                    () -> {
                        failedCalls++;
                        call.failed(new FailureException(why));
                        call.close();
                        failure.ifPresent(routing::endRetry);
                        failure = Optional.of(why);
                        next.run();
                    });
        }

        private void answer(Server server, BackendCall call) {
            double whole = server.seconds(answer);
            boolean isWarm = server.reads(talk);
            warm += isWarm ? 1 : 0;
            double begins = whole * (isWarm ? talks.warmFirstEvent : talks.firstEvent);
            double seconds = begins + whole * (1 - talks.firstEvent);
            after(
                    begins,
                    () -> {
                        call.begun(true);
                        firstEvents.add(now - arrived);
                    });
            after(
                    seconds,
                    () -> {
                        call.close();
                        failure.ifPresent(routing::endRetry);
                        underWay.close();
                        server.leave();
                    });
        }

        private static Failure refused(Route.Kept asked) {
            return new Failure.BackendUnreachable(
                    asked.candidate().backend().name(), "connection refused");
        }

        private static Failure failed(Route.Kept asked) {
            return new Failure.BackendFailed(asked.candidate().backend().name(), "status 500");
        }
    }
}
