package org.assize.workbench.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the figures were taken on.
 *
 * @param load of the last minute before the run, as the system counts it; what else ran tells in the figures
 * @param flushMillis of 8 kB to the disk of the throw-away data: the floor of every commit. Hardly anything in memory
 */
record Machine(int cores, double load, double flushMillis, String java, String system) {

    private static final int FLUSHES = 50;

    static Machine look(Path scratch) throws IOException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getAvailableProcessors(),
                system.getSystemLoadAverage(),
                flush(scratch.resolve("flush")),
                Runtime.version().toString(),
                system.getName() + " " + system.getArch());
    }

    private static double flush(Path file) throws IOException {
        Latencies each = new Latencies();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < FLUSHES; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(8 << 10));
                channel.force(false);
                each.add(System.nanoTime() - start);
            }
        }
        Files.delete(file);
        return each.percentile(50);
    }
}
