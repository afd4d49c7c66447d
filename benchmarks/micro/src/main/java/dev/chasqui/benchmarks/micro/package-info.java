/**
 * What single pieces of the hot path take, without sockets: command parser, body scan, relay of
 * streams, pipeline.
 */
@NullMarked
package dev.chasqui.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
