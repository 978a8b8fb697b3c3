package io.belfry.ami.recorder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The files of one PBX, oldest first; the newest is being written, the others are packed. Each is a
 * recording of its own. Written by one thread; read by any, as far as it was flushed.
 */
final class Segments implements Closeable {
    private static final String BANNER = "Asterisk Call Manager/recorded by Belfry\r\n";
    private static final Pattern NAME = Pattern.compile("(\\d{13})-(\\d{6})\\.ami(\\.gz)?");
    private static final int LONGEST_MESSAGE = 128 * 1024;

    private final Path folder;
    private final RecorderOptions options;
    private Path file = Path.of("");
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean open;
    private Instant begun = Instant.EPOCH;
    private long size;
    private int number;

    Segments(Path folder, RecorderOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** Is there room in the current file for one more of this length at this moment? */
    boolean hasRoom(int length, Instant at) {
        return open
                && size + length <= options.fileBytes()
                && at.isBefore(begun.plus(options.fileAge()));
    }

    /** Closes the current file, makes room and begins another. */
    void next(Instant at) throws IOException {
        close();
        Files.createDirectories(folder);
        pack();
        purge(at);
        number = (number + 1) % 1_000_000;
        file =
                folder.resolve(
                        String.format("%013d-%06d.ami", Math.max(0, at.toEpochMilli()), number));
        out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
        open = true;
        begun = at;
        size = 0;
        put(BANNER);
    }

    void write(Message message) throws IOException {
        put(message.inFile());
    }

    private void put(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        out.write(bytes);
        size += bytes.length;
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        OutputStream last = out;
        out = OutputStream.nullOutputStream();
        open = false;
        last.close();
    }

    private void pack() throws IOException {
        for (Path plain : files()) {
            if (!plain.toString().endsWith(".gz")) {
                Path part = plain.resolveSibling(plain.getFileName() + ".part");
                try (InputStream in = Files.newInputStream(plain);
                        OutputStream packed = new Packed(Files.newOutputStream(part))) {
                    in.transferTo(packed);
                }
                Path whole = plain.resolveSibling(plain.getFileName() + ".gz");
                Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(plain);
            }
        }
    }

    /** The file that is to be written, and its packed form beside it, must find room too. */
    private void purge(Instant now) throws IOException {
        List<Path> all = files();
        long used = 0;
        for (Path each : all) {
            used += Files.size(each);
        }
        long allowed = options.bytes() - 2 * options.fileBytes();
        for (int i = 0; i < all.size(); i++) {
            Instant end =
                    i + 1 < all.size()
                            ? begin(all.get(i + 1))
                            : Files.getLastModifiedTime(all.get(i)).toInstant();
            if (used > allowed || end.isBefore(now.minus(options.age()))) {
                used -= Files.size(all.get(i));
                Files.delete(all.get(i));
            }
        }
    }

    /** What is too old goes, also of a PBX that is silent. */
    void expire(Instant now) throws IOException {
        if (Files.isDirectory(folder)) {
            if (open && !begun.isAfter(now.minus(options.age()))) {
                close();
            }
            purge(now);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> NAME.matcher(each.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(each -> each.getFileName().toString()))
                    .toList();
        }
    }

    private static Instant begin(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Instant.ofEpochMilli(Long.parseLong(name.group(1))) : Instant.EPOCH;
    }

    /** All messages that can be of this time or later, oldest first. */
    void read(Instant from, Consumer<Message> reader) throws IOException {
        List<Path> all = new ArrayList<>(files());
        while (all.size() > 1 && !begin(all.get(1)).isAfter(from)) {
            all.remove(0);
        }
        for (Path each : all) {
            try {
                read(each, reader);
            } catch (NoSuchFileException e) {
                // packed or purged while we read: the packed one has the same content
                Path packed = each.resolveSibling(each.getFileName() + ".gz");
                if (Files.exists(packed)) {
                    read(packed, reader);
                }
            }
        }
    }

    private static void read(Path file, Consumer<Message> reader) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain =
                        new BufferedInputStream(
                                file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                                64 * 1024)) {
            StringBuilder message = new StringBuilder();
            boolean banner = true;
            for (int b = plain.read(); b >= 0; b = plain.read()) {
                message.append((char) b);
                boolean line = b == '\n' && endsWith(message, Message.LINE);
                if (banner && line) {
                    banner = false;
                    message.setLength(0);
                } else if (line && endsWith(message, Message.END)) {
                    Message.ofFile(message.toString()).ifPresent(reader);
                    message.setLength(0);
                } else if (message.length() > LONGEST_MESSAGE) {
                    message.setLength(0);
                }
            }
        } catch (EOFException | ZipException e) {
            // a packed file that a full disk cut short: what is there was read
        }
    }

    /** Manager events pack well anyhow: fast matters more than small. */
    private static final class Packed extends GZIPOutputStream {
        Packed(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static boolean endsWith(StringBuilder text, String end) {
        int from = text.length() - end.length();
        return from >= 0 && text.indexOf(end, from) == from;
    }
}
