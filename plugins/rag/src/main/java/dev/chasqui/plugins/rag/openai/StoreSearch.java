package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.plugins.rag.filestore.AttachedFile;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Question;
import dev.chasqui.plugins.rag.retrieval.Question.Phrasing;
import dev.chasqui.plugins.rag.retrieval.Retriever;

import java.util.List;
import java.util.Optional;

/**
 * The search of a vector store. Filters apply to a longer list of passages than is asked for, since
 * they compare attributes, and the index finds equal ones alone. Safe for use by several threads.
 *
 * @param rights the caller's vector stores
 * @param stores knows the attributes of files
 * @param library the collections
 * @param retriever searches them
 */
record StoreSearch(Rights rights, VectorStores stores, Library library, Retriever retriever) {
    private static final long MOST_RESULTS = 50;
    private static final long RESULTS = 10;
    private static final int MOST_QUERIES = 10;
    private static final int LONGEST_QUERY = 4_096;

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
        List<Json> found =
                found(collection, queries, most, filter.isPresent(), call.cancellation()).stream()
                        .filter(passage -> score(passage) >= threshold)
                        .filter(
                                passage ->
                                        filter.map(some -> some.test(attributes(passage)))
                                                .orElse(true))
                        .limit(most)
                        .<Json>map(this::json)
                        .toList();
        return RouteReply.ok(
                OpenAiJson.whole("vector_store.search_results.page", found)
                        .with(
                                "search_query",
                                new Json.Arr(queries.stream().map(Json::of).toList())));
    }

    /** Returns the passages that fit best; of the whole ranking, if they are filtered later. */
    private List<Passage> found(
            String collection,
            List<String> queries,
            int most,
            boolean filtered,
            Cancellation cancellation) {
        if (!library.collections().contains(collection)) {
            return List.of();
        }
        Question question =
                Question.of(
                                queries.getFirst(),
                                List.of(collection),
                                filtered ? IndexQuery.DEEPEST : most,
                                retriever.usualMode())
                        .phrased(queries.stream().map(query -> new Phrasing(query, 1)).toList());
        return retriever
                .retrieve(filtered ? question.unshaped() : question, cancellation)
                .passages();
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

    private static double score(Passage passage) {
        return Math.clamp(passage.score(), 0, 1);
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
