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
            throw JournalProblem(
                .unusable, directory,
                "\(why): it belongs to user id \(status.st_uid), and this process runs as \(geteuid())",
                mend: "give it to user id \(geteuid()), or name another --storage.path")
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
