package dev.chasqui.adapters.gpus;

import java.io.Serial;

/** The failure to read the GPUs of this machine; the message is for users. */
public final class GpuException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    GpuException(String message) {
        super(message);
    }
}
