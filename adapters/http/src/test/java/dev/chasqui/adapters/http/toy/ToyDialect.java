package dev.chasqui.adapters.http.toy;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Optional;

/** A dialect whose questions and answers are small objects, and whose streams are lines. */
public final class ToyDialect implements ClientDialect {
    private final Models models;

    public ToyDialect(Models models) {
        this.models = models;
    }

    @Override
    public Dialect dialect() {
        return new Dialect("toy");
    }

    @Override
    public ErrorStyle errors() {
        return new Errors();
    }

    @Override
    public List<ClientPath> paths() {
        return List.of(
                new ClientPath.Chat("/toy/ask", new ToyChat()),
                ClientPath.Lookup.get(
                        "/toy/models/{+name}", question -> one(question.segment("name"))),
                ClientPath.Lookup.post("/toy/echo", ClientPath.Question::body),
                // OpenAI's clients have this path, too.
                ClientPath.Lookup.get("/v1/models", _ -> all()));
    }

    private byte[] all() {
        return Json.Obj.EMPTY.with("models", Json.of(models.all().size())).toBytes();
    }

    private byte[] one(String name) {
        String backend = models.find(name).getFirst().backend().name();
        return Json.Obj.EMPTY.with(name, Json.of(backend)).toBytes();
    }

    @Override
    public boolean claims(RequestHeaders headers) {
        return headers.first("x-toy").isPresent();
    }

    @Override
    public Optional<String> basePath() {
        return Optional.of("/toy");
    }

    private static final class Errors implements ErrorStyle {
        @Override
        public int status(Failure failure) {
            return failure instanceof Failure.Invalid ? 422 : ErrorStyle.super.status(failure);
        }

        @Override
        public byte[] body(Failure failure) {
            return Json.Obj.EMPTY.with("wrong", Json.of(failure.code())).toBytes();
        }
    }
}
