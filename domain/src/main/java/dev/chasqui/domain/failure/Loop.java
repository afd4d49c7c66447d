package dev.chasqui.domain.failure;

/** The request has been through this server before. */
public record Loop(String message) implements AdmissionFailure {
    @Override
    public String code() {
        return "loop_detected";
    }

    @Override
    public Fault fault() {
        return Fault.OPERATOR;
    }
}
