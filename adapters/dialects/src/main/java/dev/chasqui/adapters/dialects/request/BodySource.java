package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatBeginning;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.RequestOutline;

import java.util.Optional;

/**
 * The body that a request was decoded from.
 *
 * @param scan the positions of its values
 * @param dialect the dialect of the request
 */
public record BodySource(BodyScan scan, Dialect dialect) implements ScannedBody {

    @Override
    public Optional<ChatBeginning> beginning() {
        return dialect.equals(Dialect.OPENAI)
                ? Optional.of(BodyBeginning.of(scan))
                : Optional.empty();
    }

    /** {@inheritDoc} Other dialects than OpenAI's have the bounds of answers elsewhere. */
    @Override
    public Optional<RequestOutline> outline() {
        return dialect.equals(Dialect.OPENAI) ? PlainOutline.of(scan) : Optional.empty();
    }
}
