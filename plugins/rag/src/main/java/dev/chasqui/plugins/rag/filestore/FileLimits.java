package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.size.ByteSize;

/**
 * The room for uploaded files.
 *
 * @param all the bytes of all files together
 * @param perUser the bytes of the files of one user; callers without keys are one user
 */
public record FileLimits(ByteSize all, ByteSize perUser) {}
