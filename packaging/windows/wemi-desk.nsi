; Installer of the frozen program for Windows: makensis -DVERSION=0.1.0 -DPROGRAM=folder -DOUT=file.exe wemi-desk.nsi
; For one account (no rights needed) or, started as administrator or with /ALLUSERS, for the whole computer.
; Silent: /S [/ALLUSERS] [/POLICY=file] [/D=folder], /D last and without quotes. Exit status: 2 the program is open,
; 3 it could not be put in its place, 4 the policy could not be put where only administrators write, 5 the folder holds
; something else, 6 this Windows is too old; then the program of before is as it was. Uninstalling keeps the data; of the
; account that uninstalls they are erased only when asked, or with /S /ERASEDATA.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma

!ifndef VERSION
  !error "VERSION is missing"
!endif
!define NAME "WeMi Desk"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\WeMiDesk"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_USE_PROGRAMFILES64
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1040 "ProductName" "${NAME}"
VIAddVersionKey /LANG=1040 "FileDescription" "Postazione degli Spazi WeMi"
VIAddVersionKey /LANG=1040 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1040 "LegalCopyright" "EUPL-1.2"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE OwnFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartAsWhoSitsHere
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Italian"

LangString IN_USE ${LANG_ITALIAN} "WeMi Desk è aperto: chiudilo, poi premi Riprova. Il lavoro resta com'è."
LangString TOO_OLD ${LANG_ITALIAN} "WeMi Desk ha bisogno di Windows 10 (1809) o più nuovo, a 64 bit."
LangString NOT_OURS ${LANG_ITALIAN} "In questa cartella c'è già altro: WeMi Desk vuole una cartella sua."
LangString ERASE ${LANG_ITALIAN} "Vuoi cancellare anche i dati di questa persona su questo computer? Quello che non è ancora stato inviato andrebbe perso. Se hai un dubbio, scegli No."

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
  SetRegView 64
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Installing and uninstalling take the whole folder away: 1 in $9 where it holds something that is not this program.
Function IsForeign
  StrCpy $9 0
  ${DirState} "$INSTDIR" $8
  ${If} $8 == 1
    ${IfNot} ${FileExists} "$INSTDIR\wemi-desk.exe"
    ${OrIfNot} ${FileExists} "$INSTDIR\build.json"
      StrCpy $9 1
    ${EndIf}
  ${EndIf}
FunctionEnd

; Somebody chose Documents: a folder of our own inside it.
Function OwnFolder
  Call IsForeign
  ${If} $9 == 1
    StrCpy $INSTDIR "$INSTDIR\${NAME}"
    Call IsForeign
  ${EndIf}
  ${If} $9 == 1
    MessageBox MB_OK|MB_ICONINFORMATION "$(NOT_OURS)"
    Abort
  ${EndIf}
FunctionEnd

; Not with the rights of an installer that administrators started: the desk would be theirs.
Function StartAsWhoSitsHere
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\wemi-desk.exe"'
FunctionEnd

; A program that runs lets nobody write to its file (renaming it would be allowed). Silently, the installer gives up with 2.
!macro WAIT_UNTIL_CLOSED
  ${DoWhile} ${FileExists} "$INSTDIR\wemi-desk.exe"
    ClearErrors
    FileOpen $7 "$INSTDIR\wemi-desk.exe" a
    ${IfNot} ${Errors}
      FileClose $7
      ${ExitDo}
    ${EndIf}
    ${If} ${Silent}
      SetErrorLevel 2
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "$(IN_USE)" IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

; A scanner holds what was just written, for half a minute at times. 1 in $5 when it is done.
!macro RENAME_PATIENTLY FROM TO
  StrCpy $6 45
  ${Do}
    StrCpy $5 1
    ClearErrors
    Rename "${FROM}" "${TO}"
    ${IfNot} ${Errors} ; asking takes the sign away
      ${ExitDo}
    ${EndIf}
    StrCpy $5 0
    IntOp $6 $6 - 1
    ${If} $6 <= 0
      ${ExitDo}
    ${EndIf}
    Sleep 1000
  ${Loop}
!macroend

; What the administration decides, for every account: its folder belongs to administrators, everybody reads.
Function TakePolicy
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/POLICY=" $1
  ${If} ${Errors}
    Return
  ${EndIf}
  GetFullPathName $1 "$1"
  ${IfNot} ${FileExists} "$1"
    SetErrorLevel 4
    Abort
  ${EndIf}
  SetShellVarContext all
  StrCpy $2 "$APPDATA\${NAME}"
  ${If} $MultiUser.InstallMode != "AllUsers"
    SetShellVarContext current
  ${EndIf}
  ; everybody may make a folder there: one that leads elsewhere is refused, and of any other its maker loses the rights
  CreateDirectory "$2"
  System::Call 'kernel32::GetFileAttributes(t r2) i .r3'
  IntOp $3 $3 & 0x400
  ${If} $3 <> 0
    SetErrorLevel 4
    Abort
  ${EndIf}
  nsExec::Exec '"$SYSDIR\takeown.exe" /A /F "$2"'
  Pop $3
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2" /reset /Q'
  Pop $3
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2" /setowner *S-1-5-32-544 /Q'
  Pop $5
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2" /inheritance:r /grant:r *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F *S-1-5-32-545:(OI)(CI)RX /Q'
  Pop $4
  ${If} $4 != "0"
  ${OrIf} $5 != "0"
    SetErrorLevel 4
    Abort
  ${EndIf}
  ClearErrors
  ${If} ${FileExists} "$2\policy.json" ; of somebody else, perhaps: a new one takes the rights of the folder
    nsExec::Exec '"$SYSDIR\takeown.exe" /A /F "$2\policy.json"'
    Pop $3
    nsExec::Exec '"$SYSDIR\icacls.exe" "$2\policy.json" /reset /Q'
    Pop $3
    Delete "$2\policy.json"
  ${EndIf}
  CopyFiles /SILENT "$1" "$2\policy.json"
  ${If} ${Errors}
    SetErrorLevel 4
    Abort
  ${EndIf}
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2\policy.json" /setowner *S-1-5-32-544 /Q'
  Pop $3
  nsExec::Exec '"$SYSDIR\icacls.exe" "$2\policy.json" /reset /Q'
  Pop $3
FunctionEnd

Section
  Call IsForeign
  ${If} $9 == 1
    SetErrorLevel 5
    Abort "$(NOT_OURS)"
  ${EndIf}
  !insertmacro WAIT_UNTIL_CLOSED
  Call TakePolicy
  ; beside the old one first: an installation that stops half way leaves a program that starts
  RMDir /r "$INSTDIR.new"
  SetOutPath "$INSTDIR.new"
  ClearErrors
  File /r "${PROGRAM}/*"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR.new"
    SetErrorLevel 3
    Abort
  ${EndIf}
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.old"
  ${If} ${FileExists} "$INSTDIR\*.*"
    !insertmacro RENAME_PATIENTLY "$INSTDIR" "$INSTDIR.old"
    ${If} $5 == 0
      RMDir /r "$INSTDIR.new"
      SetErrorLevel 3
      Abort
    ${EndIf}
  ${EndIf}
  !insertmacro RENAME_PATIENTLY "$INSTDIR.new" "$INSTDIR"
  ${If} $5 == 0
    !insertmacro RENAME_PATIENTLY "$INSTDIR.old" "$INSTDIR"
    RMDir /r "$INSTDIR.new"
    SetErrorLevel 3
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR.old"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\wemi-desk.exe" "run"
  WriteRegStr SHCTX "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "Comune di Milano (da confermare)"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\wemi-desk.exe"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" "$0"
  WriteRegStr SHCTX "Software\Classes\.wemi" "" "WeMiDesk.Parcel"
  WriteRegStr SHCTX "Software\Classes\WeMiDesk.Parcel" "" "Lavoro non inviato di una postazione WeMi"
SectionEnd

Section "Uninstall"
  !insertmacro WAIT_UNTIL_CLOSED
  ${If} ${FileExists} "$INSTDIR\wemi-desk.exe" ; never a folder that an uninstaller was copied into
    RMDir /r "$INSTDIR"
  ${EndIf}
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${KEY}"
  DeleteRegKey SHCTX "Software\Classes\.wemi"
  DeleteRegKey SHCTX "Software\Classes\WeMiDesk.Parcel"
  SetShellVarContext current ; for all users this folder would be the one of the policy
  ${IfNot} ${FileExists} "$LOCALAPPDATA\${NAME}\*.*"
    Return
  ${EndIf}
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ERASEDATA" $1
  ${IfNot} ${Errors}
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${Else}
    MessageBox MB_YESNO|MB_DEFBUTTON2|MB_ICONQUESTION "$(ERASE)" /SD IDNO IDNO +2
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
SectionEnd
