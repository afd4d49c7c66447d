package dev.chasqui.adapters.dialects.infer;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

/** The form of failures: a code for programs, and a message for people. */
enum InferErrorStyle implements ErrorStyle {
    INSTANCE;

    @Override
    public byte[] body(Failure failure) {
        return Json.Obj.EMPTY
                .with(
                        "error",
                        Json.Obj.EMPTY
                                .with("code", Json.of(failure.code()))
                                .with("message", Json.of(failure.message())))
                .toBytes();
    }
}
