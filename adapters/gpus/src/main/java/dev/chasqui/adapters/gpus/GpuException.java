package dev.chasqui.adapters.gpus;

import java.io.Serial;

/** The GPUs of this machine could not be read; the message is for users. */
public final class GpuException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    GpuException(String message) {
        super(message);
    }
}
