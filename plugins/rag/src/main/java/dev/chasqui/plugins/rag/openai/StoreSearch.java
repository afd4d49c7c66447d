package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.plugins.rag.filestore.AttachedFile;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The search of a vector store. Filters apply to a longer list of passages than is asked for, since
 * the index does not know attributes. Safe for use by several threads.
 *
 * @param rights the caller's vector stores
 * @param stores knows the attributes of files
 * @param library the collections
 */
record StoreSearch(Rights rights, VectorStores stores, Library library) {
    private static final long MOST_RESULTS = 50;
    private static final long RESULTS = 10;
    private static final int MOST_QUERIES = 10;
    private static final int LONGEST_QUERY = 4_096;

    /** A passage by its place. */
    private record Place(String document, int position) {}

    RouteReply search(RouteCall call) {
        String collection = rights.readable(call);
        Json.Obj body = call.json();
        List<String> queries = queries(body);
        int most =
                Members.whole(body.get("max_num_results"), "max_num_results", 1, MOST_RESULTS)
                        .orElse(RESULTS)
                        .intValue();
        double threshold = threshold(body.object("ranking_options"));
        Optional<AttributeFilter> filter = Members.member(body, "filters").map(AttributeFilter::of);
        int depth = filter.isPresent() ? IndexQuery.DEEPEST : most;
        Map<Place, Passage> best = new LinkedHashMap<>();
        if (library.collections().contains(collection)) {
            for (String query : queries) {
                library.search(collection, IndexQuery.words(query, depth))
                        .lexical()
                        .forEach(passage -> keepBest(best, passage));
            }
        }
        List<Json> found =
                best.values().stream()
                        .filter(passage -> score(passage) >= threshold)
                        .filter(
                                passage ->
                                        filter.map(some -> some.test(attributes(passage)))
                                                .orElse(true))
                        .sorted(Comparator.comparingDouble(Passage::score).reversed())
                        .limit(most)
                        .<Json>map(this::json)
                        .toList();
        return RouteReply.ok(
                OpenAiJson.whole("vector_store.search_results.page", found)
                        .with(
                                "search_query",
                                new Json.Arr(queries.stream().map(Json::of).toList())));
    }

    private static void keepBest(Map<Place, Passage> best, Passage passage) {
        best.merge(
                new Place(passage.document(), passage.position()),
                passage,
                (one, other) -> one.score() >= other.score() ? one : other);
    }

    private static List<String> queries(Json.Obj body) {
        Json query =
                Members.member(body, "query")
                        .orElseThrow(() -> Members.invalid("query", "is missing"));
        List<String> queries =
                query instanceof Json.Arr
                        ? Members.texts(body, "query")
                        : List.of(Members.text(query, "query"));
        boolean fits =
                !queries.isEmpty()
                        && queries.size() <= MOST_QUERIES
                        && queries.stream()
                                .noneMatch(q -> q.isBlank() || q.length() > LONGEST_QUERY);
        if (!fits) {
            throw Members.invalid(
                    "query",
                    "expected: 1 to "
                            + MOST_QUERIES
                            + " texts of 1 to "
                            + LONGEST_QUERY
                            + " characters");
        }
        return queries;
    }

    private static double threshold(Json.Obj ranking) {
        Json given = Members.member(ranking, "score_threshold").orElse(Json.of(0));
        if (given instanceof Json.Num number
                && number.doubleValue() >= 0
                && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw Members.invalid("ranking_options.score_threshold", "expected: 0 to 1");
    }

    /**
     * Returns a score from 0 to 1. That of the index has no upper bound; this one keeps its order
     * and does not depend on the other passages.
     */
    private static double score(Passage passage) {
        double score = Math.max(0, passage.score());
        return score / (1 + score);
    }

    private Optional<AttachedFile> file(Passage passage) {
        return stores.fileOfDocument(passage.collection(), passage.document());
    }

    private Json.Obj attributes(Passage passage) {
        return file(passage).map(AttachedFile::attributes).orElse(Json.Obj.EMPTY);
    }

    private Json.Obj json(Passage passage) {
        String id =
                file(passage)
                        .map(AttachedFile::fileId)
                        .orElseGet(() -> StoreFile.idOf(passage.document()));
        return Json.Obj.EMPTY
                .with("file_id", Json.of(id))
                .with("filename", Json.of(passage.document()))
                .with("score", new Json.Num(Double.toString(score(passage))))
                .with("attributes", attributes(passage))
                .with("content", new Json.Arr(List.of(OpenAiJson.text(passage.quoted()))));
    }
}
