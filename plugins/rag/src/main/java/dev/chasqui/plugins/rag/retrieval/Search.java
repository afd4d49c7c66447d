package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.Hits;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.VectorState;
import dev.chasqui.plugins.rag.retrieval.Question.Phrasing;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Dropped;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Step;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Why;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** One search, from the question to the ranking. Used by one thread, once. */
final class Search {
    static final String WORDS = "words";
    static final String VECTORS = "vectors";

    /** The voice of a second search by words, with those of the best passages. */
    static final String RELATED = "related";

    private static final Comparator<Passage> BEST_FIRST =
            Comparator.comparingDouble(Passage::score).reversed().thenComparing(PassageId::of);

    private final Library library;
    private final RetrievalSettings settings;
    private final Question question;
    private final List<String> problems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final ModelCalls models;

    /** The model that made the vectors of each collection that has vectors. */
    private final Map<String, EmbeddingModel> vectorsOf = new LinkedHashMap<>();

    /** The collections of which passages wait for their vectors, or have none. */
    private final Set<String> incomplete = new HashSet<>();

    private long stepBegan = System.nanoTime();

    Search(
            Library library,
            OwnModels models,
            RetrievalSettings settings,
            Question question,
            Cancellation cancellation) {
        this.library = library;
        this.settings = settings;
        this.question = question;
        this.models = new ModelCalls(models, cancellation, problems);
    }

    Retrieved run() {
        Map<EmbeddingModel, List<float[]>> vectors =
                question.mode() == Mode.WORDS ? Map.of() : vectors();
        step("embed");
        List<Found> lists = lists(vectors);
        step("search");
        List<Ranked> ranked = Fusion.fuse(lists, incomplete);
        if (question.shaped() && !isAboutDocuments(lists)) {
            List<Dropped> gated = ranked.stream().map(each -> new Dropped(each, Why.GATE)).toList();
            return retrieved(List.of(), gated, lists);
        }
        if (question.mode() == Mode.HYBRID || question.mode() == Mode.RERANKED) {
            Optional<Found> related = related(lists, ranked);
            if (related.isPresent()) {
                lists = withRelated(lists, related.get());
                ranked = Feedback.keepingFirst(ranked, Fusion.fuse(lists, incomplete));
            }
            step("related");
        }
        if (question.mode() == Mode.RERANKED) {
            ranked = reranked(ranked);
            step("rerank");
        }
        if (!question.shaped()) {
            return retrieved(ranked.stream().limit(question.k()).toList(), List.of(), lists);
        }
        Shaping shaping = new Shaping(question.k());
        shaping.choose(ranked);
        step("choose");
        return retrieved(shaping.chosen(), shaping.dropped(), lists);
    }

    /** Returns the vectors of all phrasings by each model that made vectors of passages. */
    private Map<EmbeddingModel, List<float[]>> vectors() {
        for (String collection : question.collections()) {
            VectorState state = library.vectors(collection);
            state.model().ifPresent(name -> vectorsOf.put(collection, new EmbeddingModel(name)));
            if (state.model().isEmpty() || state.pending() > 0) {
                incomplete.add(collection);
            }
            long missing = state.passages() - state.done();
            if (settings.expectsVectors() && missing > 0) {
                problems.add(
                        (state.model().isPresent()
                                        ? "of the collection '" + collection + "' "
                                        : "the collection '"
                                                + collection
                                                + "' is searched by words alone: ")
                                + missing
                                + " of "
                                + state.passages()
                                + " passages have no vector yet");
            }
        }
        List<String> texts = question.phrasings().stream().map(Phrasing::text).toList();
        Map<EmbeddingModel, List<float[]>> vectors = new LinkedHashMap<>();
        vectorsOf.values().stream()
                .distinct()
                .forEach(
                        model ->
                                models.vectors(model.name(), texts)
                                        .ifPresent(made -> vectors.put(model, made)));
        return vectors;
    }

    /** Returns the lists of all voices: for each phrasing its words, and its vectors by model. */
    private List<Found> lists(Map<EmbeddingModel, List<float[]>> vectors) {
        boolean vectorsAlone = question.mode() == Mode.VECTORS && !vectors.isEmpty();
        List<Found> lists = new ArrayList<>();
        for (int i = 0; i < question.phrasings().size(); i++) {
            Phrasing phrasing = question.phrasings().get(i);
            List<Passage> byWords = new ArrayList<>();
            Map<EmbeddingModel, List<Passage>> byVectors = new LinkedHashMap<>();
            for (String collection : question.collections()) {
                EmbeddingModel model = vectorsOf.get(collection);
                Optional<float[]> vector =
                        model == null || !vectors.containsKey(model)
                                ? Optional.empty()
                                : Optional.of(vectors.get(model).get(i));
                // An empty text has no words, so the index searches none.
                String text = vectorsAlone ? "" : phrasing.text();
                Hits hits = hits(collection, text, vector);
                if (!vectorsAlone) {
                    byWords.addAll(hits.lexical());
                }
                if (model != null) {
                    byVectors.computeIfAbsent(model, _ -> new ArrayList<>()).addAll(hits.dense());
                }
            }
            String number = i == 0 ? "" : " " + (i + 1);
            double words = 1;
            for (Map.Entry<EmbeddingModel, List<Passage>> each : byVectors.entrySet()) {
                double weight = each.getKey().weight(phrasing.text());
                words = Math.min(words, 1 - weight);
                lists.add(found(VECTORS + number, weight * phrasing.weight(), each.getValue()));
            }
            lists.add(found(WORDS + number, words * phrasing.weight(), byWords));
        }
        return lists.stream().filter(list -> !list.passages().isEmpty()).toList();
    }

    private Found found(String voice, double weight, List<Passage> passages) {
        return new Found(
                voice,
                weight,
                passages.stream().sorted(BEST_FIRST).limit(question.depth()).toList());
    }

    /** Returns the hits of one collection. */
    private Hits hits(String collection, String text, Optional<float[]> vector) {
        DocumentFilter filter = question.filter();
        return library.search(collection, new IndexQuery(text, vector, filter, question.depth()));
    }

    private boolean isAboutDocuments(List<Found> lists) {
        double nearest = -1;
        double least = 0;
        double withoutWords = 0;
        boolean known = false;
        for (EmbeddingModel model : vectorsOf.values()) {
            OptionalDouble gate = settings.gate().isPresent() ? settings.gate() : model.gate();
            if (gate.isEmpty() || gate.getAsDouble() <= 0) {
                return true;
            }
            least = known ? Math.min(least, gate.getAsDouble()) : gate.getAsDouble();
            withoutWords = Math.max(withoutWords, model.withoutWords(question.text()));
            known = true;
        }
        for (Found list : lists) {
            if (list.isOfVectors()) {
                nearest = Math.max(nearest, list.passages().getFirst().score());
            }
        }
        if (!known || nearest < 0 || !incomplete.isEmpty()) {
            return true;
        }
        List<Passage> byWords =
                lists.stream()
                        .filter(list -> list.voice().equals(WORDS))
                        .flatMap(list -> list.passages().stream())
                        .toList();
        return Gate.passes(question.text(), nearest, least, withoutWords, byWords);
    }

    /** Returns the passages found by the question together with words of the best passages. */
    private Optional<Found> related(List<Found> lists, List<Ranked> ranked) {
        Optional<Found> words =
                lists.stream().filter(list -> list.voice().equals(WORDS)).findFirst();
        return words.isEmpty() || lists.size() == 1
                ? Optional.empty()
                : Feedback.expanded(question.text(), ranked)
                        .map(
                                text -> {
                                    List<Passage> found = new ArrayList<>();
                                    for (String collection : question.collections()) {
                                        found.addAll(
                                                hits(collection, text, Optional.empty()).lexical());
                                    }
                                    return found(RELATED, words.get().weight() / 2, found);
                                });
    }

    /** Returns the lists with a further one, which takes half of the weight of the words. */
    private static List<Found> withRelated(List<Found> lists, Found related) {
        List<Found> all = new ArrayList<>();
        for (Found list : lists) {
            all.add(
                    list.voice().equals(WORDS)
                            ? new Found(WORDS, related.weight(), list.passages())
                            : list);
        }
        all.add(related);
        return all;
    }

    private List<Ranked> reranked(List<Ranked> ranked) {
        return settings.reranker()
                .flatMap(model -> Reranking.of(model, question.text(), ranked, models))
                .orElse(ranked);
    }

    private void step(String name) {
        long now = System.nanoTime();
        steps.add(new Step(name, Duration.ofNanos(now - stepBegan)));
        stepBegan = now;
    }

    private Retrieved retrieved(List<Ranked> ranked, List<Dropped> dropped, List<Found> lists) {
        if (question.mode() == Mode.VECTORS
                && lists.stream().noneMatch(Found::isOfVectors)
                && problems.isEmpty()) {
            problems.add("there are no vectors, so words alone were searched");
        }
        List<String> voices = new ArrayList<>(lists.stream().map(Found::voice).distinct().toList());
        if (!ranked.isEmpty()
                && ranked.getFirst().votes().stream()
                        .anyMatch(vote -> vote.voice().equals(Reranking.VOICE))) {
            voices.add(Reranking.VOICE);
        }
        return new Retrieved(
                ranked,
                dropped.stream().limit(Retrieved.MOST_DROPPED).toList(),
                voices,
                problems,
                steps);
    }
}
