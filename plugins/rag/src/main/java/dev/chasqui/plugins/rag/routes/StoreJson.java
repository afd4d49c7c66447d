package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.PassagePlace;
import dev.chasqui.plugins.rag.library.VectorState;
import dev.chasqui.plugins.rag.store.CollectionInfo;
import dev.chasqui.plugins.rag.store.Receipt;
import dev.chasqui.plugins.rag.store.StoredDocument;

import java.util.Map;

/** Writes collections, documents, passages and receipts as JSON for replies. */
final class StoreJson {
    private StoreJson() {}

    static Json.Obj collection(CollectionInfo collection) {
        return Json.Obj.EMPTY
                .with("name", Json.of(collection.name()))
                .with("documents", Json.of(collection.documents()))
                .with("passages", Json.of(collection.passages()))
                .with("bytes", Json.of(collection.bytes()))
                .with("updated", Json.of(collection.updated().toString()));
    }

    /** Returns the state of a collection's vectors. */
    static Json.Obj vectors(VectorState state) {
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("done", Json.of(state.done()))
                        .with("passages", Json.of(state.passages()))
                        .with("pending", Json.of(state.pending()))
                        .with("skipped", Json.of(state.skipped()))
                        .with("perSecond", Json.of(Math.round(state.rate())));
        if (state.model().isPresent()) {
            json = json.with("model", Json.of(state.model().get()));
        }
        if (state.left().isPresent()) {
            json = json.with("secondsLeft", Json.of(state.left().get().toSeconds()));
        }
        return state.problem().isPresent()
                ? json.with("problem", Json.of(state.problem().get()))
                : json;
    }

    static Json.Obj document(StoredDocument document) {
        return Json.Obj.EMPTY
                .with("name", Json.of(document.name()))
                .with("version", Json.of(document.version()))
                .with("passages", Json.of(document.passages()))
                .with("bytes", Json.of(document.bytes()))
                .with("added", Json.of(document.added().toString()))
                .with("type", Json.of(document.type()))
                .with("language", Json.of(document.language()))
                .with("date", Json.of(document.dated().toString()))
                .withAll(
                        document.title()
                                .map(title -> Json.Obj.EMPTY.with("title", Json.of(title)))
                                .orElse(Json.Obj.EMPTY))
                .with("metadata", texts(document.metadata()));
    }

    private static Json.Obj texts(Map<String, String> metadata) {
        Json.Obj object = Json.Obj.EMPTY;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            object = object.with(entry.getKey(), Json.of(entry.getValue()));
        }
        return object;
    }

    /** Returns the answer for a document that cannot be accepted, in place of its receipt. */
    static Json.Obj refusal(Json document, Failure failure) {
        String name = document instanceof Json.Obj each ? each.text("name").orElse("") : "";
        return Json.Obj.EMPTY
                .with("name", Json.of(name))
                .with("error", Json.of((name.isEmpty() ? "" : name + ": ") + failure.message()));
    }

    static Json.Obj receipt(Receipt receipt) {
        return Json.Obj.EMPTY
                .with("name", Json.of(receipt.document().name()))
                .with("collection", Json.of(receipt.collection()))
                .with("version", Json.of(receipt.document().version()))
                .with("passages", Json.of(receipt.document().passages()))
                .with("replaced", Json.of(receipt.outcome() == Receipt.Outcome.REPLACED))
                .with("unchanged", Json.of(receipt.outcome() == Receipt.Outcome.UNCHANGED));
    }

    static Json.Obj passage(Passage passage) {
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("document", Json.of(passage.document()))
                        .with("position", Json.of(passage.position()))
                        .with("score", new Json.Num(Double.toString(passage.score())))
                        .with("text", Json.of(passage.quoted()));
        PassagePlace place = passage.place();
        if (place.title().isPresent()) {
            json = json.with("title", Json.of(place.title().get()));
        }
        if (!place.heading().isEmpty()) {
            json = json.with("heading", Json.of(place.heading()));
        }
        return place.page().isPresent()
                ? json.with("page", Json.of(place.page().getAsInt()))
                : json;
    }
}
