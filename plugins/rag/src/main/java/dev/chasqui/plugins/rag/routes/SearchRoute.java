package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.FilterTime;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Mode;
import dev.chasqui.plugins.rag.retrieval.Question;
import dev.chasqui.plugins.rag.retrieval.Retrieved;
import dev.chasqui.plugins.rag.retrieval.Retriever;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The route that searches one collection without a model that chats. Its parameters are those of
 * {@code docs/rag.md}. Safe for use by several threads.
 */
final class SearchRoute {
    private static final int PASSAGES = 5;

    /** The passages that are ranked for each document of a ranking of documents. */
    private static final int PASSAGES_OF_DOCUMENT = 2;

    private final Retriever retriever;

    SearchRoute(Retriever retriever) {
        this.retriever = retriever;
    }

    /** Returns the passages, or with {@code by=document} the plain ranking of documents. */
    RouteReply search(RouteCall call) {
        String collection = CollectionRoutes.collection(call).value();
        int k = CollectionRoutes.number(call, "k", PASSAGES);
        boolean documents = choice(call, "by", List.of("passage", "document")).equals("document");
        Question asked =
                Question.of(
                                CollectionRoutes.required(call, "q"),
                                List.of(collection),
                                documents
                                        ? Math.min(PASSAGES_OF_DOCUMENT * k, IndexQuery.DEEPEST)
                                        : k,
                                mode(call))
                        .among(filter(call));
        long start = System.nanoTime();
        Retrieved found =
                retriever.retrieve(documents ? asked.unshaped() : asked, call.cancellation());
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Json.Obj answer = documents ? ranking(found, k) : passages(found, isTrue(call, "explain"));
        return RouteReply.ok(with(answer, found, time));
    }

    private Mode mode(RouteCall call) {
        Optional<String> voice = call.query("voice");
        if (voice.isEmpty()) {
            return retriever.usualMode();
        }
        return switch (choice(call, "voice", List.of("bm25", "dense", "hybrid", "reranked"))) {
            case "bm25" -> Mode.WORDS;
            case "dense" -> Mode.VECTORS;
            case "hybrid" -> Mode.HYBRID;
            default -> Mode.RERANKED;
        };
    }

    private static DocumentFilter filter(RouteCall call) {
        return new DocumentFilter(
                call.query("after").map(day -> time("after", day)),
                call.query("before").map(day -> time("before", day)),
                call.query("type"),
                call.query("metadata").map(DocumentJson::metadata).orElse(Map.of()));
    }

    private static Instant time(String parameter, String text) {
        return FilterTime.of(text)
                .orElseThrow(
                        () ->
                                invalid(
                                        parameter,
                                        "'" + text + "' (expected: " + FilterTime.EXPECTED + ")"));
    }

    private static Json.Obj ranking(Retrieved found, int k) {
        Map<String, Double> best = new LinkedHashMap<>();
        found.passages().forEach(passage -> best.putIfAbsent(passage.document(), passage.score()));
        List<Json> documents =
                best.entrySet().stream()
                        .limit(k)
                        .<Json>map(
                                document ->
                                        Json.Obj.EMPTY
                                                .with("name", Json.of(document.getKey()))
                                                .with("score", number(document.getValue())))
                        .toList();
        return Json.Obj.EMPTY.with("documents", new Json.Arr(documents));
    }

    private static Json.Obj passages(Retrieved found, boolean explained) {
        List<Json> passages =
                found.ranked().stream()
                        .<Json>map(
                                ranked ->
                                        explained
                                                ? StoreJson.passage(ranked.passage())
                                                        .with("votes", votes(ranked.votes()))
                                                : StoreJson.passage(ranked.passage()))
                        .toList();
        Json.Obj answer = Json.Obj.EMPTY.with("passages", new Json.Arr(passages));
        return explained
                ? answer.with("leftOut", leftOut(found)).with("steps", steps(found))
                : answer;
    }

    private static Json votes(List<Retrieved.Vote> votes) {
        return new Json.Arr(
                votes.stream()
                        .<Json>map(
                                vote ->
                                        Json.Obj.EMPTY
                                                .with("voice", Json.of(vote.voice()))
                                                .with("rank", Json.of(vote.rank()))
                                                .with("score", number(vote.score()))
                                                .with("normalised", number(vote.normalised()))
                                                .with("weight", number(vote.weight())))
                        .toList());
    }

    private static Json leftOut(Retrieved found) {
        return new Json.Arr(
                found.dropped().stream()
                        .<Json>map(
                                dropped -> {
                                    Passage passage = dropped.ranked().passage();
                                    return Json.Obj.EMPTY
                                            .with("document", Json.of(passage.document()))
                                            .with("position", Json.of(passage.position()))
                                            .with("score", number(passage.score()))
                                            .with("why", Json.of(why(dropped.why())));
                                })
                        .toList());
    }

    private static String why(Retrieved.Why why) {
        return switch (why) {
            case GATE -> "the question is not about these documents";
            case DUPLICATE -> "a better passage has nearly the same text";
            case CAP -> "its document has better passages, and other documents have good ones";
            case JOINED -> "it is joined to a better passage next to it";
        };
    }

    private static Json steps(Retrieved found) {
        Json.Obj steps = Json.Obj.EMPTY;
        for (Retrieved.Step step : found.steps()) {
            steps = steps.with(step.name(), millis(step.time()));
        }
        return steps;
    }

    private static Json.Obj with(Json.Obj answer, Retrieved found, Duration time) {
        Json.Obj whole =
                answer.with(
                                "voices",
                                new Json.Arr(found.voices().stream().<Json>map(Json::of).toList()))
                        .with("millis", millis(time));
        return found.problems().isEmpty()
                ? whole
                : whole.with("problem", Json.of(String.join(" ", found.problems())));
    }

    private static Json millis(Duration time) {
        return new Json.Num(String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6));
    }

    private static Json number(double value) {
        return new Json.Num(String.format(Locale.ROOT, "%.4f", value));
    }

    private static boolean isTrue(RouteCall call, String parameter) {
        return choice(call, parameter, List.of("false", "true")).equals("true");
    }

    private static String choice(RouteCall call, String parameter, List<String> words) {
        String word = call.query(parameter).orElse(words.getFirst());
        if (!words.contains(word)) {
            throw invalid(parameter, "'" + word + "' (expected: " + String.join(", ", words) + ")");
        }
        return word;
    }

    private static FailureException invalid(String parameter, String why) {
        return new FailureException(new Failure.Invalid(parameter, parameter + ": " + why));
    }
}
