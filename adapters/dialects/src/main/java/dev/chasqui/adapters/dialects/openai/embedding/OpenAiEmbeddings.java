package dev.chasqui.adapters.dialects.openai.embedding;

import dev.chasqui.adapters.dialects.ClientEmbeddingCodec;
import dev.chasqui.adapters.dialects.IncomingEmbedding;
import dev.chasqui.adapters.dialects.reply.VectorBody;
import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.BodySource;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;

import java.util.Optional;
import java.util.OptionalInt;

/** The operation {@code POST /v1/embeddings}. Stateless. */
public final class OpenAiEmbeddings implements ClientEmbeddingCodec {
    private static final String FORMAT = "encoding_format";

    /** The maximum requested length of a vector; a larger one is a mistake of the client. */
    private static final long MOST_DIMENSIONS = 65_536;

    @Override
    public IncomingEmbedding decode(byte[] body) {
        BodyScan scan = BodyScan.of(body);
        String model = scan.text("model").orElse("");
        if (model.isBlank()) {
            throw scan.wrong("model", "the name of a model");
        }
        wantsBase64(scan);
        EmbeddingRequest request =
                new EmbeddingRequest(
                        model,
                        OpenAiEmbeddingInputs.of(scan),
                        dimensions(scan),
                        false,
                        Optional.of(new BodySource(scan, Dialect.OPENAI)));
        return new IncomingEmbedding.Embed(
                request, (head, reply) -> write(model, wantsBase64(scan), reply));
    }

    /**
     * Returns true if the client of this body wants vectors in base64, false if it wants lists.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the body names
     *     another format
     */
    static boolean wantsBase64(BodyScan scan) {
        return switch (scan.text(FORMAT).orElse("float")) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw scan.wrong(FORMAT, "\"float\" or \"base64\"");
        };
    }

    private static OptionalInt dimensions(BodyScan scan) {
        scan.expect("dimensions", JsonKind.NUMBER);
        return scan.value("dimensions").stream()
                .map(Json.Num.class::cast)
                .mapToDouble(Json.Num::doubleValue)
                .mapToInt(
                        number -> {
                            if (number < 1
                                    || number > MOST_DIMENSIONS
                                    || number != Math.rint(number)) {
                                throw scan.wrong(
                                        "dimensions",
                                        "a whole number from 1 to " + MOST_DIMENSIONS);
                            }
                            return (int) number;
                        })
                .findFirst();
    }

    private static byte[] write(String model, boolean base64, EmbeddingReply reply) {
        Optional<byte[]> unchanged =
                reply.body()
                        .filter(body -> body.dialect().equals(Dialect.OPENAI))
                        .map(EmbeddingReply.Body::bytes);
        return unchanged.orElseGet(() -> written(model, base64, reply));
    }

    private static byte[] written(String model, boolean base64, EmbeddingReply reply) {
        VectorBody body = new VectorBody();
        body.text("{\"object\":\"list\",\"data\":");
        body.list(
                reply.vectors(),
                (index, vector) -> {
                    body.text("{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":");
                    (base64 ? body.base64(vector) : body.numbers(vector)).text("}");
                });
        Json tokens = Json.of(reply.promptTokens().orElse(0));
        Json.Obj usage = Json.Obj.EMPTY.with("prompt_tokens", tokens).with("total_tokens", tokens);
        body.text(",\"model\":" + Json.of(model) + ",\"usage\":" + usage + "}");
        return body.bytes();
    }
}
