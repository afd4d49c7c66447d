package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.store.CollectionInfo;
import dev.chasqui.plugins.rag.store.Receipt;
import dev.chasqui.plugins.rag.store.StoredDocument;

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

    static Json.Obj document(StoredDocument document) {
        return Json.Obj.EMPTY
                .with("name", Json.of(document.name()))
                .with("version", Json.of(document.version()))
                .with("passages", Json.of(document.passages()))
                .with("bytes", Json.of(document.bytes()))
                .with("added", Json.of(document.added().toString()))
                .with("type", Json.of(document.type()));
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
        return Json.Obj.EMPTY
                .with("document", Json.of(passage.document()))
                .with("position", Json.of(passage.position()))
                .with("score", new Json.Num(Double.toString(passage.score())))
                .with("text", Json.of(passage.quoted()));
    }
}
