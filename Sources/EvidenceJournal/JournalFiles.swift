internal import Glibc
import Quiescence

/// The files of a journal, as files.
enum JournalFiles {
    /// Throws where `directory` is none, or nothing can be made in it.
    static func check(_ directory: String) throws(JournalProblem) {
        var status = stat()
        guard stat(directory, &status) == 0 else {
            let why = String(cString: strerror(errno))
            throw JournalProblem(
                .unusable, directory, why, mend: "make the directory, owned by user id \(geteuid())")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw JournalProblem(
                .unusable, directory, "it is a file",
                mend: "name a directory: the journal's files are made in it")
        }
        guard access(directory, W_OK | X_OK) == 0 else {
            let why = String(cString: strerror(errno))
            if status.st_uid == geteuid() {
                throw JournalProblem(
                    .unusable, directory, "\(why), and it is user id \(geteuid())'s own already",
                    mend: "make it writable (its mode, and how it is mounted), or name another --storage.path"
                )
            }
            throw JournalProblem(
                .unusable, directory,
                "\(why): it belongs to user id \(status.st_uid), and this process runs as \(geteuid())",
                mend: "give it to user id \(geteuid()), or name another --storage.path")
        }
    }

    /// Which files a journal is written to: SQLite goes on writing to one that was removed, without an error.
    struct Identity: Equatable {
        private let main: FileIdentity
        private let log: FileIdentity

        private struct FileIdentity: Equatable {
            let device: dev_t
            let number: ino_t

            init(_ path: String) throws(JournalProblem) {
                var status = stat()
                guard stat(path, &status) == 0 else {
                    throw JournalProblem(
                        .disk, path, "is not the file that was opened: \(String(cString: strerror(errno)))",
                        mend: "put it back; a service that is started without it begins anew")
                }
                (device, number) = (status.st_dev, status.st_ino)
            }
        }

        init(of path: String) throws(JournalProblem) {
            main = try FileIdentity(path)
            log = try FileIdentity(path + "-wal")
        }

        /// Throws where other files, or none, stand at `path`.
        func check(_ path: String) throws(JournalProblem) {
            guard try Identity(of: path) == self else {
                throw JournalProblem(
                    .disk, path, "is not the file that was opened: another one stands in its place",
                    mend: "put it back; a service that is started without it begins anew")
            }
        }
    }

    /// Renames a journal and what belongs to it, so that nothing of it is lost; answers its new name.
    static func putAside(_ path: String, _ now: WallTime) throws(JournalProblem) -> String {
        let aside = "\(path).damaged-\(now.millisecondsSince1970)"
        for suffix in ["", "-wal", "-shm"] {
            guard rename(path + suffix, aside + suffix) == 0 || errno == ENOENT else {
                throw JournalProblem(
                    .damaged, path, "it cannot be put aside: \(String(cString: strerror(errno)))",
                    mend: "move it away by hand")
            }
        }
        return aside
    }
}
