package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * A request may not leave this network, since the decision ledger cannot enter it now and the
 * config says that nothing leaves unentered. A backend of this network may answer.
 *
 * @param backend the backend that it would have been sent to
 */
public record NotEntered(String backend) implements AdmissionFailure {
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    @Override
    public String code() {
        return "decision_not_entered";
    }

    @Override
    public String message() {
        return "nothing is sent to backend '"
                + backend
                + "', since the decision ledger cannot be written now (decisions.onFailure:"
                + " refuse); ask the server's administrator to make room on its disk, or ask for a"
                + " model within the network";
    }

    @Override
    public Fault fault() {
        return Fault.OPERATOR;
    }

    @Override
    public Optional<Duration> retryDelay() {
        return Optional.of(NEXT_TRY);
    }

    @Override
    public boolean mayFailOver() {
        return true;
    }
}
