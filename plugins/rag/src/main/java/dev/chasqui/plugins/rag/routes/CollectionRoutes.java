package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.folders.FolderReport;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.library.VectorState;
import dev.chasqui.plugins.rag.retrieval.Retriever;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.StoredDocument;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The HTTP routes that read and change collections. Safe for use by several threads.
 *
 * <p>A document's name stands in the path with its slashes encoded; clients that cannot encode them
 * use the parameter {@code name}.
 */
public final class CollectionRoutes {
    private static final String ALL = "/admin/collections";
    private static final String ONE = ALL + "/{name}";
    private static final String DOCUMENTS = ONE + "/documents";
    private static final String DOCUMENT = DOCUMENTS + "/{document}";

    /** The address of a citation: a caller who may use the agent may read the cited documents. */
    private static final String CITED = "/agents/rag/collections/{name}/documents/{document}";

    private static final int MOST_LISTED = 1_000;

    private final Collections store;
    private final Supplier<Optional<String>> configured;
    private final Additions additions;
    private final SearchRoute search;
    private final Function<String, Optional<FolderReport>> folders;
    private final VectorStores owners;

    /**
     * Makes the routes of these collections.
     *
     * @param store the collections
     * @param uploads the folder of large files until they are read
     * @param intake reads and adds files
     * @param retriever searches the collections
     * @param folders the state of the watched folder of a collection, if it has one
     * @param configured the collection that config names for commands without one; may be empty
     * @param owners the vector stores over these collections, some of which belong to one user
     */
    public CollectionRoutes(
            Collections store,
            Uploads uploads,
            DocumentIntake intake,
            Retriever retriever,
            Function<String, Optional<FolderReport>> folders,
            Supplier<Optional<String>> configured,
            VectorStores owners) {
        this.owners = owners;
        this.store = store;
        this.configured = configured;
        this.folders = folders;
        this.search = new SearchRoute(retriever);
        this.additions = new Additions(store, uploads, intake);
    }

    /** Returns all routes. */
    public List<WebRoute> all() {
        return List.of(
                new WebRoute(Method.GET, ALL, this::list),
                new WebRoute(Method.GET, ONE, this::describe),
                new WebRoute(Method.DELETE, ONE, this::delete),
                new WebRoute(Method.GET, ONE + "/search", search::search),
                new WebRoute(Method.POST, DOCUMENTS, Additions.MOST_BODY, true, additions::add),
                new WebRoute(Method.GET, DOCUMENTS, this::documents),
                new WebRoute(
                        Method.DELETE,
                        DOCUMENTS,
                        call -> deleteDocument(call, required(call, "name"))),
                new WebRoute(
                        Method.GET, DOCUMENT, call -> document(call, call.segment("document"))),
                new WebRoute(Method.GET, CITED, this::cited),
                new WebRoute(
                        Method.DELETE,
                        DOCUMENT,
                        call -> deleteDocument(call, call.segment("document"))));
    }

    private RouteReply list(RouteCall call) {
        List<Json> collections = store.collections().stream().<Json>map(this::listed).toList();
        Json.Obj body = Json.Obj.EMPTY.with("collections", new Json.Arr(collections));
        return RouteReply.ok(
                configured.get().map(name -> body.with("default", Json.of(name))).orElse(body));
    }

    /**
     * Returns a collection's entry in the list. A collection that cannot be read is listed too, so
     * that it can be found and deleted.
     */
    private Json.Obj listed(String name) {
        try {
            return StoreJson.collection(store.info(new CollectionName(name)));
        } catch (FailureException e) {
            return Json.Obj.EMPTY
                    .with("name", Json.of(name))
                    .with("broken", Json.of(e.failure().message()));
        }
    }

    private RouteReply describe(RouteCall call) {
        CollectionName collection = collection(call);
        Json.Obj description = StoreJson.collection(store.info(collection));
        if (store.makesVectors()) {
            VectorState vectors = store.vectors(collection.value());
            description = description.with("vectors", StoreJson.vectors(vectors));
        }
        Optional<FolderReport> folder = folders.apply(collection.value());
        return RouteReply.ok(
                folder.isPresent() ? description.with("folder", folder.get().json()) : description);
    }

    private RouteReply delete(RouteCall call) {
        CollectionName collection = collection(call);
        if (store.collections().contains(collection.value())
                || !owners.forget(collection.value())) {
            store.remove(collection, call.cancellation());
            var _ = owners.forget(collection.value());
        }
        return RouteReply.ok(
                Json.Obj.EMPTY
                        .with("name", Json.of(collection.value()))
                        .with("deleted", Json.of(true)));
    }

    private RouteReply documents(RouteCall call) {
        Optional<String> name = call.query("name");
        if (name.isPresent()) {
            return document(call, name.get());
        }
        int limit = number(call, "limit", MOST_LISTED);
        List<Json> documents =
                store.documents(collection(call), call.query("after"), limit).stream()
                        .<Json>map(StoreJson::document)
                        .toList();
        return RouteReply.ok(Json.Obj.EMPTY.with("documents", new Json.Arr(documents)));
    }

    private RouteReply document(RouteCall call, String name) {
        CollectionName collection = collection(call);
        String text = store.text(collection, name);
        StoredDocument document =
                store.document(collection, name)
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.NotFound(
                                                        "document: '" + name + "' is gone")));
        return RouteReply.ok(StoreJson.document(document).with("text", Json.of(text)));
    }

    private RouteReply cited(RouteCall call) {
        CollectionName collection = collection(call);
        if (!owners.mayRead(call.caller(), collection.value())) {
            throw Collections.unknown(collection);
        }
        return document(call, call.segment("document"));
    }

    private RouteReply deleteDocument(RouteCall call, String name) {
        StoredDocument removed = store.remove(collection(call), name, call.cancellation());
        return RouteReply.ok(StoreJson.document(removed).with("deleted", Json.of(true)));
    }

    static CollectionName collection(RouteCall call) {
        return new CollectionName(call.segment("name"));
    }

    static String required(RouteCall call, String parameter) {
        return call.query(parameter)
                .filter(value -> !value.isBlank())
                .orElseThrow(
                        () -> invalid(parameter, "is missing (expected: ?" + parameter + "=)"));
    }

    static int number(RouteCall call, String parameter, int fallback) {
        String value = call.query(parameter).orElse(Integer.toString(fallback));
        boolean fits = value.matches("[0-9]{1,4}");
        int number = fits ? Integer.parseInt(value) : 0;
        if (number < 1 || number > MOST_LISTED) {
            throw invalid(parameter, "'" + value + "' (expected: 1 to " + MOST_LISTED + ")");
        }
        return number;
    }

    private static FailureException invalid(String parameter, String why) {
        return new FailureException(new Failure.Invalid(parameter, parameter + ": " + why));
    }
}
