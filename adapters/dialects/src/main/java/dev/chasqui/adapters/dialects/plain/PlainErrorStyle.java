package dev.chasqui.adapters.dialects.plain;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

/** The form of errors for clients of plain sessions: a message and a code. */
final class PlainErrorStyle implements ErrorStyle {
    static final PlainErrorStyle INSTANCE = new PlainErrorStyle();

    private PlainErrorStyle() {}

    @Override
    public byte[] body(Failure failure) {
        return envelope(failure).toBytes();
    }

    static Json.Obj envelope(Failure failure) {
        return Json.Obj.EMPTY.with(
                "error",
                Json.Obj.EMPTY
                        .with("message", Json.of(failure.message()))
                        .with("code", Json.of(failure.code())));
    }
}
